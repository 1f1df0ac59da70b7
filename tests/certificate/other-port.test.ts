/** In setup, with an ACME authority as the test service: the port that the challenge does not need is looked at as well. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answers } from "../../installer/answers.ts";
import { openCertificateActions } from "../../installer/real-certificate.ts";
import type { ChallengeType } from "../../src/certificate/challenges/challenge.ts";
import { readConfig } from "../../src/config/read.ts";
import { modules } from "../../src/modules.ts";
import { PEBBLE, type Pebble, startPebble } from "../support/certificate/pebble.ts";
import { describeWith } from "../support/needs.ts";

const NAME = "example.test";
const ANSWERS: Answers = { purpose: "internet", domain: NAME, host: NAME, addresses: ["127.0.0.1"] };

describeWith(PEBBLE)("with an ACME authority (pebble)", () => {
  let pebble: Pebble;
  const folder = mkdtempSync(join(tmpdir(), "other-port-"));
  beforeAll(async () => {
    pebble = await startPebble();
    await pebble.setAddresses(NAME, ["127.0.0.1"]);
  });
  afterAll(async () => {
    await pebble?.stop();
    rmSync(folder, { recursive: true });
  });

  const tryOther = (challenge: ChallengeType, answers: Answers = ANSWERS, settings: readonly string[] = []) => {
    const config = readConfig("", modules, [
      ...[`domains=${NAME}`, `certificate.directory=${pebble.directory}`],
      ...[`certificate.trial_directory=${pebble.directory}`, `certificate.ca_file=${pebble.rootsFile}`],
      ...[`listen.http=127.0.0.1:${pebble.httpPort}`, `listen.https=127.0.0.1:${pebble.tlsPort}`],
      ...settings,
    ]);
    const deps = { folder, configFor: () => config, dns: pebble.dns, serviceUser: undefined };
    return openCertificateActions(deps).tryOtherPort({ answers, challenge, confirm: undefined });
  };

  test("443 beside HTTP-01, 80 beside TLS-ALPN-01", async () => {
    expect(await tryOther("http-01")).toMatchObject({ port: 443, reached: "yes" });
    expect(await tryOther("tls-alpn-01")).toMatchObject({ port: 80, reached: "yes" });
  });

  test("a port that leads nowhere is not reached, with the reason", async () => {
    const elsewhere = await tryOther("http-01", ANSWERS, ["listen.https=127.0.0.1:0"]);
    expect(elsewhere).toMatchObject({ port: 443, reached: "no", problem: { reason: "nothing-listens" } });
  });

  test("where this server cannot listen, or there is no test service, nobody looks", async () => {
    expect(await tryOther("http-01", { ...ANSWERS, unavailable: ["https"] })).toBeUndefined();
    expect(await tryOther("http-01", ANSWERS, ["listen.https=off"])).toBeUndefined();
    expect(await tryOther("http-01", ANSWERS, ["certificate.trial_directory="])).toBeUndefined();
  });
});
