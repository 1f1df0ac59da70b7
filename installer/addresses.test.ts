/** Addresses that lead nobody here: what is said of them by the questions and the flags. */
import { expect, test } from "bun:test";
import { addressMessages } from "../src/messages/addresses.ts";
import { LANGUAGES } from "../src/messages/language.ts";
import { contextFor, fakeEnvironment, scriptedPerson } from "./testing.ts";
import { unreachableLines, unreachableTexts } from "./wizard/address-lines.ts";
import { host } from "./wizard/host.ts";
import { router } from "./wizard/router.ts";

const behind = fakeEnvironment({ ownAddresses: () => ["2620:fe::9"] });
const BEFORE = { purpose: "internet", domain: "example.com", host: "example.com" } as const;

test("host: a provider's shared address is called that, with what helps; Enter then goes on with IPv6", async () => {
  const somebody = scriptedPerson("type", "100.64.3.4", "");
  const found = await host.run(contextFor(somebody, behind, BEFORE));
  expect(found.addresses).toEqual(["2620:fe::9"]);
  const text = somebody.seen.join(" ").replace(/ (plain|wrong): +/g, " ");
  expect(text).toContain(addressMessages.en.shared("100.64.3.4").join(" "));
});

test("host: in a network of one's own any address is taken", async () => {
  const own = fakeEnvironment({ ownAddresses: () => [], isOwnNetwork: true });
  expect((await host.run(contextFor(scriptedPerson("type", "192.168.1.20"), own, BEFORE))).addresses).toEqual([
    "192.168.1.20",
  ]);
});

test("host: what the echo service says is looked at as well", async () => {
  const here = fakeEnvironment({ ownAddresses: () => [], askEchoService: async () => "192.168.1.1" });
  const somebody = scriptedPerson("service", "none");
  expect((await host.run(contextFor(somebody, here, BEFORE))).addresses).toEqual([]);
  expect(somebody.seen.join(" ")).toContain("inside a network such as yours");
});

test("router: behind a provider's NAT no forwarding is asked for", async () => {
  const here = fakeEnvironment({ ownAddresses: () => [], localAddress: async () => "100.72.1.2" });
  const somebody = scriptedPerson();
  await router.run(contextFor(somebody, here, BEFORE));
  expect(somebody.seen.join(" ")).toContain("(CGNAT)");
});

test.each([
  "192.168.1.1",
  "100.64.0.1",
  "169.254.0.1",
  "127.0.0.1",
  "192.0.2.1",
  "224.0.0.1",
  "0.0.0.0",
  "2002::1",
  "198.18.0.1",
])("%s: what it is and what helps, in both languages", (address) => {
  for (const language of LANGUAGES) {
    expect(unreachableTexts(address, language)).toHaveLength(2);
    expect(unreachableLines(address, language)).toHaveLength(2);
  }
});

test("nothing is said of a public address", () => expect(unreachableTexts("9.9.9.9", "en")).toEqual([]));
