import { describe, expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { CertificateError } from "../certificate/certificate-error.ts";
import { waitForRecords } from "../certificate/challenges/txt-record.ts";
import { selfIssued } from "../certificate/self-issued.ts";
import { type Certificates, statusOf } from "../certificate/source.ts";
import { HOUR } from "../clock.ts";
import { certificateOperations } from "./certificate.ts";

const pair = selfIssued({ names: ["example.com"], notBefore: 0, notAfter: 86_400_000 });
const RECORD = { record: "_acme-challenge.example.com", value: "v", name: "example.com" };

/** A domain that is proven by a TXT record, which is in DNS or not. */
function open() {
  const clock = manualClock(0);
  const found: string[] = [];
  const dns = { query: async () => ({ state: "found", values: found }) as never };
  const certificates: Certificates = {
    current: () => pair,
    status: () => statusOf(pair, { source: "acme" }),
    renewNow: (confirm) => waitForRecords([RECORD], { confirm, dns }, (value) => value === "v"),
    stop: () => {},
  };
  return { clock, found, ...certificateOperations(certificates, clock) };
}

describe("renewing by hand", () => {
  test("the records are shown until they are seen", async () => {
    const { found, renew, answer } = open();
    expect(await renew(true)).toEqual({ waiting: [{ ...RECORD, state: "unseen", found: [] }] });
    expect(await answer("look")).toMatchObject({ waiting: [{ state: "missing" }] });
    found.push("v");
    const done = await answer("look");
    expect(done).toMatchObject({ status: { names: ["example.com"] } });
    expect(done).not.toHaveProperty("problem");
  });

  test("where no person is there, it is a problem with its reason", async () => {
    expect(await open().renew(false)).toMatchObject({ problem: { reason: "needs-a-hand" } });
  });

  test("a renewal that is begun again, or not answered for half an hour, leaves nothing waiting", async () => {
    const { clock, renew, answer } = open();
    await renew(true);
    expect(await renew(true)).toMatchObject({ waiting: [{ state: "unseen" }] });
    await clock.advanceSettled(HOUR);
    await expect(answer("look")).rejects.toThrow("no-renewal-waits");
  });

  test("a fault of the program is not taken for a problem", async () => {
    const broken: Certificates = {
      current: () => pair,
      status: () => statusOf(pair, { source: "acme" }),
      renewNow: async () => {
        throw new TypeError("bug");
      },
      stop: () => {},
    };
    const error = await certificateOperations(broken)
      .renew(false)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).not.toBeInstanceOf(CertificateError);
  });
});
