import { expect, test } from "bun:test";
import { isRequest } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { parseElement } from "../xml/parse-element.ts";
import { IqTable, requestIn } from "./iq.ts";
import { stanza } from "./testing.ts";

const iq = (attributes: string, inside = "") => stanza("romeo@localhost/x", `<iq id='1' ${attributes}>${inside}</iq>`);

const conditionOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof StanzaError) return error.condition;
    throw error;
  }
  return "nothing thrown";
};

const table = (): IqTable<string> => {
  const known = new IqTable<string>();
  known.add({ "urn:a": { get: { query: (request, from) => parseElement(`<${request.attrs.v} from="${from}"/>`) } } });
  return known;
};

test("RFC 6120 §8.2.3: a request is answered by the handler of its namespace, type and name", () => {
  const reply = table().answer(parseElement("<query xmlns='urn:a' v='x'/>"), "get", "romeo");
  expect(String(reply)).toBe('<x from="romeo"/>');
});

test("RFC 6120 §8.3.3.19: an unknown namespace is service-unavailable", () => {
  expect(conditionOf(() => table().answer(parseElement("<query xmlns='urn:b'/>"), "get", ""))).toBe(
    "service-unavailable",
  );
  expect(conditionOf(() => table().answer(parseElement("<query/>"), "get", ""))).toBe("service-unavailable");
});

test("RFC 6120 §8.3.3.3: an unknown request in a known one is feature-not-implemented", () => {
  expect(conditionOf(() => table().answer(parseElement("<query xmlns='urn:a'/>"), "set", ""))).toBe(
    "feature-not-implemented",
  );
  expect(conditionOf(() => table().answer(parseElement("<other xmlns='urn:a'/>"), "get", ""))).toBe(
    "feature-not-implemented",
  );
});

test("two modules may share a namespace, but no request", () => {
  const known = table();
  known.add({ "urn:a": { set: { query: () => undefined } } });
  expect(() => known.add({ "urn:a": { get: { query: () => undefined } } })).toThrow(
    'two modules answer get <query xmlns="urn:a"/>',
  );
});

test("RFC 6120 §8.2.3, rule 5: a request has one child and no more", () => {
  expect(requestIn(iq("type='get'", " <a/> ")).name).toBe("a");
  for (const inside of ["", "text", "<a/><b/>"]) {
    expect(conditionOf(() => requestIn(iq("type='get'", inside)))).toBe("bad-request");
  }
});

test("RFC 6120 §8.2.3: a get and a set are requests, a result and an error are not", () => {
  expect(["get", "set", "result", "error"].filter((type) => isRequest(iq(`type='${type}'`)))).toEqual(["get", "set"]);
  expect(isRequest(stanza("romeo@localhost", "<message type='get'/>"))).toBe(false);
});
