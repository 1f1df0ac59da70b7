import { expect, test } from "bun:test";
import type { Element } from "ltx";
import type { AnyModule } from "../../server/boot.ts";
import { xml } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { done } from "../history/0313-mam/testing.ts";
import { DEFAULT_CONFIG } from "./0045-muc/settings.ts";
import { channelSearch } from "./0433-channel-search.ts";

const NS = "urn:xmpp:channel-search:0:search";
const COUNT = 1234;

/** The module, with COUNT public rooms. Work in turns is done at once; what each of its portions reads is counted. */
function searching() {
  const names = Array.from({ length: COUNT }, (_, n) => `room${String(n).padStart(4, "0")}@rooms.localhost`);
  const portions: number[] = [];
  const owners: string[] = [];
  let read = 0;
  const listed = (_: string, after: string, max: number) => {
    const found = names.filter((jid) => jid > after).slice(0, max);
    read += found.length;
    return found.map((jid) => ({ jid, name: "", config: { ...DEFAULT_CONFIG, roomname: "witches" }, occupants: 0 }));
  };
  const between = (): void => {
    portions.push(read);
    read = 0;
  };
  let search: ((request: Element, stanza: unknown) => Element) | undefined;
  const api = {
    engine: { rooms: { listedWithConfig: listed } },
    extend: ({ serviceIq }: { serviceIq: Record<string, { get: { search: typeof search } }> }) => {
      search = serviceIq[NS]?.get.search;
    },
  };
  const inTurns = (owner: string, work: Generator<void, Element>): Element => {
    owners.push(owner);
    return done(work, between);
  };
  (channelSearch as AnyModule).setup({ domains: new Set(["localhost"]), use: () => api, inTurns } as never);
  const ask = (text: string, bare: string): Element | undefined => {
    const domain = bare.slice(bare.indexOf("@") + 1);
    return search?.(parseElement(text), { from: { bare, domain }, to: { domain: "rooms.localhost" } });
  };
  return { ask, portions, owners };
}

const form = String(
  xml(
    "search",
    { xmlns: NS },
    xml(
      "x",
      { xmlns: "jabber:x:data", type: "submit" },
      xml("field", { var: "FORM_TYPE" }, xml("value", {}, "urn:xmpp:channel-search:0:search-params")),
      xml("field", { var: "q" }, xml("value", {}, "witches")),
    ),
  ),
);

test("all rooms are searched, fifty at a time", () => {
  const { ask, portions } = searching();
  const result = ask(form, "crone@localhost");
  expect(result?.getChild("set")?.getChildText("count")).toBe(String(COUNT));
  expect(result?.getChildren("item").length).toBe(50);
  expect(portions.length).toBe(Math.floor(COUNT / 50));
  expect(Math.max(...portions)).toBe(50);
});

test("accounts of this server have turns of their own; those of another server share its turns", () => {
  const { ask, owners } = searching();
  for (const asker of ["crone@localhost", "hag@elsewhere", "hag2@elsewhere"]) ask(form, asker);
  expect(owners).toEqual(["crone@localhost", "elsewhere", "elsewhere"]);
});
