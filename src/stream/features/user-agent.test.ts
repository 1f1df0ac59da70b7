/** XEP-0388 §2.3. */
import { expect, test } from "bun:test";
import { parseElement } from "../../xml/parse-element.ts";
import { SaslError } from "../sasl/mechanism.ts";
import { userAgentIn } from "./user-agent.ts";

const ID = "d4565fa7-4d72-4749-b3d3-740edbf87770";
const read = (text: string) =>
  userAgentIn(parseElement(`<authenticate xmlns="urn:xmpp:sasl:2">${text}</authenticate>`));

test("the id, the software and the device, each where it is given", () => {
  const names = "<software> AwesomeXMPP </software><device>Kiva's Phone</device>";
  expect(read(`<user-agent id="${ID}">${names}</user-agent>`)).toEqual({
    id: ID,
    software: "AwesomeXMPP",
    device: "Kiva's Phone",
  });
  expect(read("<user-agent/>")).toEqual({ id: undefined, software: undefined, device: undefined });
  expect(read("<user-agent><software/></user-agent>")?.software).toBeUndefined();
  expect(read("")).toBeUndefined();
  expect(read(`<user-agent xmlns="urn:example:other" id="${ID}"/>`)).toBeUndefined();
});

test("a name that is too long is cut off, between two characters", () => {
  const name = `x${"\u{1f600}".repeat(60)}`;
  expect(read(`<user-agent><software>${name}</software></user-agent>`)?.software).toBe(`x${"\u{1f600}".repeat(49)}`);
});

test("the id is the same in upper and lower case", () => {
  expect(read(`<user-agent id="${ID.toUpperCase()}"/>`)?.id).toBe(ID);
});

test.each(["", "x", ID.slice(1), ID.replaceAll("-", ""), `{${ID}}`, `${ID}&#10;`])(
  "an id that is no UUID: %p",
  (id) => {
    expect(() => read(`<user-agent id="${id}"/>`)).toThrow(SaslError);
  },
);
