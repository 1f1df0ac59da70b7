import { expect, test } from "bun:test";
import type { FailureKind, StepReport } from "../../federation/report.ts";
import type { Language } from "../../messages/language.ts";
import type { TrialStep } from "../../operations/federation.ts";
import { trialPrinter } from "./trial-report.ts";

const options = { ourPort: "5269", commandFor: (domain: string) => `jabber-home federation ${domain}` };
const trying = { remote: "movim.example", local: "example.com" };

/** Without the first line, which says what is tried. */
function screen(language: Language, steps: readonly TrialStep[]): string {
  const print = trialPrinter({ ...options, language });
  print({ trying });
  return steps.map(print).join("\n");
}

const target = "xmpp.movim.example:5269";
const ARRIVED: readonly StepReport[] = [
  {
    step: "dns",
    ok: true,
    text: "found xmpp.movim.example:5270, xmpp.movim.example:5269",
    facts: [`xmpp.movim.example:5270`, target],
  },
  {
    step: "tcp",
    ok: false,
    target: "xmpp.movim.example:5270",
    text: "nobody listens on xmpp.movim.example:5270 (192.0.2.7)",
    obstacle: { kind: "refused", detail: "192.0.2.7" },
  },
  { step: "tcp", ok: true, target, text: "connected to 192.0.2.7, port 5269", facts: ["192.0.2.7", "5269"] },
  { step: "tls", ok: true, target, text: "secured with TLSv1.3", facts: ["TLSv1.3"] },
  { step: "certificate", ok: true, target, text: "its certificate is valid for movim.example" },
  {
    step: "features",
    ok: true,
    target,
    text: "offers EXTERNAL, dialback, bidi",
    facts: ["EXTERNAL", "dialback", "bidi"],
  },
  { step: "authentication", ok: true, target, text: "we are known as example.com by EXTERNAL", facts: ["EXTERNAL"] },
];

test.each([
  [
    "en",
    "trying movim.example in the name of example.com",
    "movim.example can be reached",
    "movim.example cannot be reached",
  ],
  [
    "fr",
    "essai de movim.example au nom de example.com",
    "movim.example est joignable",
    "movim.example est injoignable",
  ],
] as const)("what is tried, and what came of it (%s)", (language, first, reached, unreached) => {
  const print = trialPrinter({ ...options, language });
  expect(print({ trying })).toBe(first);
  expect(print({ isReached: true })).toBe(reached);
  expect(print({ isReached: false })).toBe(unreached);
});

test("a domain that the configuration excludes, with the option", () => {
  expect(screen("en", [{ excluded: "this server does not exchange anything with movim.example" }])).toBe(
    `movim.example is excluded by our own configuration
  - this server does not exchange anything with movim.example
  - If that is not meant: see enabled, allow and deny in [federation] of
    config.toml, and the lists in [blocklists].`,
  );
  expect(screen("fr", [{ excluded: "not now" }])).not.toContain("not now");
});

test("each step with its result; a failed one with its remedies", () => {
  expect(screen("en", ARRIVED)).toBe(
    `ok      DNS             found xmpp.movim.example:5270, xmpp.movim.example:5269
failed  connection      nobody listens on xmpp.movim.example:5270 (192.0.2.7)
        - It may be away for a moment: wait, and try again.
        - Tell the administrator of movim.example.
ok      connection      xmpp.movim.example:5269: connected to 192.0.2.7, port
                        5269
ok      TLS             secured with TLSv1.3
ok      certificate     its certificate is valid for movim.example
ok      features        offers EXTERNAL, dialback, bidi
ok      authentication  we are known as example.com by EXTERNAL`,
  );
});

test("in French", () => {
  expect(screen("fr", ARRIVED).replaceAll("\u00a0", " ")).toBe(
    `ok     DNS               xmpp.movim.example:5270, xmpp.movim.example:5269
échec  connexion         xmpp.movim.example:5270: personne n'y écoute
                         (192.0.2.7)
       - Il est peut-être absent un moment : patientez, puis réessayez.
       - Prévenez l'administrateur de movim.example.
ok     connexion         xmpp.movim.example:5269: 192.0.2.7, port 5269
ok     TLS               TLSv1.3
ok     certificat        valable
ok     offre             propose EXTERNAL, dialback, bidi
ok     authentification  notre certificat a été accepté`,
  );
});

const failed = (step: StepReport["step"], kind: FailureKind, detail?: string): StepReport => ({
  step,
  ok: false,
  target,
  text: "it did not work",
  obstacle: { kind, detail },
});

test.each([
  [failed("dns", "no-such-domain"), "Look at the spelling of movim.example."],
  [failed("dns", "no-service"), "That is their decision"],
  [failed("dns", "dns", "timeout"), "dns.resolvers"],
  [failed("tcp", "unanswered", "192.0.2.7"), "connect to TCP port 5269 of others"],
  [failed("tcp", "private-address", "192.168.1.9"), "If movim.example is in your own house"],
  [failed("tcp", "unreachable"), "connected to the Internet"],
  [failed("tls", "no-tls"), "add movim.example to federation.plaintext"],
  [failed("certificate", "certificate", "expired"), "date and time of this machine"],
  [failed("certificate", "certificate", "untrusted"), "federation.ca_file"],
  [failed("certificate", "certificate", "wrong-name"), "add movim.example to federation.unverified"],
  [failed("features", "stream-error", "host-unknown"), "does not serve movim.example"],
  [failed("authentication", "authentication", "not-authorized"), "jabber-home federation example.com"],
  [failed("authentication", "dialback-invalid"), "Look whether DNS leads others here"],
  [failed("authentication", "dialback-error", "remote-server-timeout"), "connect to TCP port 5269 of this machine"],
  [failed("authentication", "dialback-error", "remote-server-not-found"), "Look whether DNS leads others here"],
] as const)("%j: what helps is at hand, in both languages", (report, remedy) => {
  const shown = screen("en", [report]).replace(/\s+/g, " ");
  expect(shown).toContain(remedy);
  const french = screen("fr", [report]);
  expect(french.split("\n").length).toBeGreaterThan(1);
  expect(french).not.toMatch(/\{\w+\}|it did not work/);
  for (const line of [...screen("en", [report]).split("\n"), ...french.split("\n")])
    expect(line.length).toBeLessThanOrEqual(80);
});

test("a remedy is printed once", () => {
  const shown = screen("en", [failed("tcp", "refused"), failed("tcp", "refused")]);
  expect(shown.split("Tell the administrator")).toHaveLength(2);
});

test("a failure that the configuration tolerates is marked as such", () => {
  const obstacle = { kind: "certificate", detail: "expired" } as const;
  const step: StepReport = {
    step: "certificate",
    ok: true,
    target,
    text: "not valid, which the configuration accepts: It expired on 2026-01-02. Its operator has to renew it.",
    obstacle,
  };
  expect(screen("en", [step])).toBe(`ok      certificate     not valid, which the configuration accepts: It expired
                        on 2026-01-02`);
  expect(screen("fr", [step]).replaceAll("\u00a0", " ")).toBe(
    `ok     certificat        le certificat n'est pas valable : il a expiré, ce que
                         la configuration accepte`,
  );
});
