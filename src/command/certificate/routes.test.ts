import { describe, expect, test } from "bun:test";
import { handClock } from "../../../tests/support/in-memory/hand-clock.ts";
import { CertificateError } from "../../certificate/certificate-error.ts";
import { waitForRecords } from "../../certificate/challenges/txt-record.ts";
import { selfIssued } from "../../certificate/self-issued.ts";
import { type Certificates, statusOf } from "../../certificate/source.ts";
import { HOUR } from "../../clock.ts";
import { certificateRoutes } from "./routes.ts";

const pair = selfIssued({ names: ["example.com"], notBefore: 0, notAfter: 86_400_000 });
const RECORD = { record: "_acme-challenge.example.com", value: "v", name: "example.com" };

/** A server whose domain is proven by a TXT record that is in DNS or not. */
function scene() {
  const clock = handClock(0);
  const found: string[] = [];
  const dns = { ask: async () => ({ state: "found", values: found }) as never };
  const certificates: Certificates = {
    current: () => pair,
    status: () => statusOf(pair, { source: "acme" }),
    renewNow: (confirm) => waitForRecords([RECORD], { confirm, dns }, (value) => value === "v"),
    stop: () => {},
  };
  const routes = certificateRoutes(certificates, clock);
  const ask = async (asked: string, body?: unknown) => (await routes[asked]?.(body)) as Record<string, unknown>;
  return { clock, found, ask };
}

describe("renewing by hand, over the control socket", () => {
  test("the records are shown until they are seen", async () => {
    const { found, ask } = scene();
    expect(await ask("POST /certificate/renew", { byHand: true })).toEqual({
      waiting: [{ ...RECORD, state: "unseen", found: [] }],
    });
    const look = { answer: "look" };
    expect(await ask("POST /certificate/renew/answer", look)).toMatchObject({ waiting: [{ state: "missing" }] });
    found.push("v");
    const done = await ask("POST /certificate/renew/answer", look);
    expect(done).toMatchObject({ status: { names: ["example.com"] } });
    expect(done).not.toHaveProperty("problem");
  });

  test("where nobody sits there, it is a problem with its reason", async () => {
    expect(await scene().ask("POST /certificate/renew")).toMatchObject({ problem: { reason: "needs-a-hand" } });
  });

  test("whoever goes away, or begins anew, leaves nothing waiting", async () => {
    const { clock, ask } = scene();
    await ask("POST /certificate/renew", { byHand: true });
    expect(await ask("POST /certificate/renew", { byHand: true })).toMatchObject({ waiting: [{ state: "unseen" }] });
    await clock.passSettled(HOUR);
    const late = ask("POST /certificate/renew/answer", { answer: "look" });
    expect(await late.catch((error: Error) => error.message)).toBe("nothing waits for an answer");
  });

  test("an answer that is none is refused", async () => {
    const answered = scene().ask("POST /certificate/renew/answer", { answer: "yes" });
    expect(await answered.catch((error: Error) => error.message)).toBe('the request lacks "answer"');
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
    const renewing = certificateRoutes(broken)["POST /certificate/renew"]?.(undefined) as Promise<unknown>;
    const error = await renewing.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).not.toBeInstanceOf(CertificateError);
  });
});
