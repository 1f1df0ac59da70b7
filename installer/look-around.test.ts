/** What is seen of the machine before the first question. */
import { expect, test } from "bun:test";
import { DAY } from "../src/clock.ts";
import { LANGUAGES, type Language } from "../src/messages/language.ts";
import { setupMessages } from "../src/messages/setup.ts";
import type { Environment } from "./environment.ts";
import { lookAround } from "./look-around.ts";
import { fakeEnvironment } from "./testing.ts";
import { isClockWrong } from "./wrong-clock.ts";

const machine = { ...fakeEnvironment().machine, hasSystemd: true, isAdministrator: true };
const GOOD: Partial<Environment> = { machine, executable: "/usr/local/bin/jabber-home" };

const seen = async (changes: Partial<Environment>, domain?: string, language: Language = "en") =>
  (
    await lookAround({
      environment: fakeEnvironment({ ...GOOD, ...changes }),
      configured: domain === undefined ? {} : { domain },
      messages: setupMessages[language],
    })
  ).map(({ mark, text }) => `${mark}: ${text}`);

test("nothing, where all is in order", async () => expect(await seen({})).toEqual([]));

test("no sudo: no service, and no low ports where they are closed", async () => {
  const somebody = { machine: { ...machine, isAdministrator: false } };
  expect(await seen(somebody)).toEqual(["note: No sudo, so no service:  sudo jabber-home setup"]);
  expect(await seen({ ...somebody, portState: async () => ({ kind: "denied" }) })).toEqual([
    "note: No sudo, so no service and no port 80:  sudo jabber-home setup",
  ]);
});

test("no systemd", async () =>
  expect(await seen({ machine: { ...machine, hasSystemd: false } })).toEqual([
    "note: No systemd, so no service: start it yourself:  jabber-home run",
  ]));

test("the clock, the provider's NAT and the server that is here: four lines at most, none too wide", async () => {
  const all: Partial<Environment> = {
    machine: { ...machine, hasSystemd: false, isAdministrator: false },
    wrongClock: () => 0,
    ownAddresses: () => ["2620:fe::9"],
    localAddress: async () => "100.72.1.2",
    runningDomains: async () => ["dupont.fr"],
  };
  for (const language of LANGUAGES) {
    const lines = await seen(all, "dupont.fr", language);
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line.replace(/^\w+: /, "").length).toBeLessThanOrEqual(76);
  }
  expect((await seen(all, "dupont.fr")).slice(1)).toEqual([
    "note: The clock is wrong (1970-01-01):  sudo date -s YYYY-MM-DDThh:mm",
    "note: CGNAT (100.72.1.2): ask your provider for a public IPv4, or use IPv6",
    "plain: Here already: dupont.fr, which runs (/var/lib/jabber-home)",
  ]);
});

test("an address of a provider's NAT beside a public one is a tunnel's: nothing is said", async () =>
  expect(await seen({ localAddress: async () => "100.72.1.2" })).toEqual([]));

test("a clock is wrong before the newest file was written, and ten years later", () => {
  const written = [Date.UTC(2026, 5, 1), Date.UTC(2026, 10, 1)];
  expect(isClockWrong(0, written)).toBe(true);
  expect(isClockWrong(Date.UTC(2026, 9, 1), written)).toBe(true);
  expect(isClockWrong(Date.UTC(2026, 10, 1) - DAY / 2, written)).toBe(false);
  expect(isClockWrong(Date.UTC(2030, 0, 1), written)).toBe(false);
  expect(isClockWrong(Date.UTC(2037, 0, 1), written)).toBe(true);
  expect(isClockWrong(0, [])).toBe(false);
});
