/** A certificate that the person brings: what is said of its files, and what is not. */
import { expect, test } from "bun:test";
import { CertificateError } from "../src/certificate/certificate-error.ts";
import { setupMessages } from "../src/messages/setup.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { flagPrompts } from "./flag-prompts.ts";
import { contextFor, FACTS, fakeEnvironment, scriptedPerson } from "./testing.ts";
import { certificate } from "./wizard/certificate.ts";

const ANSWERS: Answers = { purpose: "internet", domain: "example.com", host: "example.com", addresses: ["192.0.2.12"] };
const messages = setupMessages.en.certificate;

const withCheck = (check: Environment["certificate"]["check"]) =>
  fakeEnvironment({ certificate: { ...fakeEnvironment().certificate, check, attemptsLeft: () => 5 } });

const ROOMS = {
  reason: "service-missing",
  values: { name: "rooms.example.com" },
  remedies: [{ key: "order-for-name", values: { name: "rooms.example.com" } }],
} as const;
const HIDDEN = {
  reason: "hidden-from-service",
  values: { user: "jabber-home", path: "/root/key.pem" },
  remedies: [],
} as const;

test("a pasted path is understood with quotes, spaces and ~ around it", async () => {
  const asked: string[] = [];
  const here = withCheck((chainFile, keyFile) => {
    asked.push(chainFile, keyFile);
    return { facts: FACTS, findings: [] };
  });
  const somebody = scriptedPerson("files", " '/srv/my certs/chain.pem' ", "~/key.pem");
  const found = await certificate.run(contextFor(somebody, here, ANSWERS));
  expect(found).toMatchObject({ source: "files", chainFile: "/srv/my certs/chain.pem" });
  expect(asked[1]).not.toContain("~");
  expect(asked[1]).toEndWith("/key.pem");
});

test("what apps and servers would say is shown and asked about; files that the service cannot read are not taken by Enter", async () => {
  const here = withCheck(() => ({ facts: FACTS, findings: [ROOMS] }));
  const somebody = scriptedPerson("files", "/a.pem", "/b.pem", "");
  expect(await certificate.run(contextFor(somebody, here, ANSWERS))).toMatchObject({ source: "files" });
  expect(somebody.seen.join(" ")).toContain("note: It is not for rooms.example.com");
  expect(somebody.seen).toContain(`? ${messages.filesQuestion}`);

  let looks = 0;
  const hidden = withCheck(() => ({ facts: FACTS, findings: ++looks === 1 ? [HIDDEN] : [] }));
  const played = scriptedPerson("files", "/a.pem", "/root/key.pem", "", "", "/srv/key.pem");
  expect(await certificate.run(contextFor(played, hidden, ANSWERS))).toEqual({
    source: "files",
    chainFile: "/a.pem",
    keyFile: "/srv/key.pem",
  });
});

test("another way can be taken after it; a script goes on, and is told", async () => {
  const here = withCheck(() => ({ facts: FACTS, findings: [ROOMS] }));
  const somebody = scriptedPerson("files", "/a.pem", "/b.pem", "other", "self-signed");
  expect(await certificate.run(contextFor(somebody, here, ANSWERS))).toEqual({ source: "self-signed" });
  const said: string[] = [];
  const files = { ...ANSWERS, source: "files", chainFile: "/a.pem", keyFile: "/b.pem" } as const;
  const unattended = { ...contextFor(scriptedPerson(), here, files), prompts: flagPrompts((line) => said.push(line)) };
  expect(await certificate.run(unattended)).toMatchObject({ source: "files" });
  expect(said.join(" ")).toContain("It is not for rooms.example.com");
});

test("a file that is refused comes with its remedy, and with no word of tries that nobody counts", async () => {
  const here = withCheck(() => {
    const remedies = [{ key: "use-full-chain", values: {} }] as const;
    throw new CertificateError({ reason: "chain-incomplete", values: { issuer: "R11" }, remedies });
  });
  const somebody = scriptedPerson("files", "/a.pem", "/b.pem", "other", "self-signed");
  await certificate.run(contextFor(somebody, here, ANSWERS));
  const text = somebody.seen.join(" ").replace(/\s*plain:\s*/g, " ");
  expect(text).toContain('wrong: The certificate of its issuer, "R11", is missing');
  expect(text).toContain("fullchain.pem");
  expect(text).not.toContain("left this hour");
});

test("after files that are refused, Enter asks for the paths again, with those that were typed", async () => {
  let looks = 0;
  const here = withCheck((path) => {
    if (++looks > 1) return { facts: FACTS, findings: [] };
    throw new CertificateError({ reason: "file-missing", values: { path }, remedies: [] });
  });
  const somebody = scriptedPerson("files", "/a.pem", "/b.pem", "", "/srv/a.pem", "");
  expect(await certificate.run(contextFor(somebody, here, ANSWERS))).toEqual({
    source: "files",
    chainFile: "/srv/a.pem",
    keyFile: "/b.pem",
  });
  expect(somebody.seen).toContain(`? ${messages.filesUnusable}`);
});
