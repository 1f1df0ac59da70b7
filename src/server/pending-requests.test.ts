/** Requests that the server sends, and their answers. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { parseJid } from "../jid/jid.ts";
import { stanzaOf, xml } from "../stanza.ts";
import { PendingRequests } from "./pending-requests.ts";

const answerFrom = (from: string, id: string, type = "result") => stanzaOf(xml("iq", { type, id }), parseJid(from));

function asked() {
  const sent: Element[] = [];
  const heard: string[] = [];
  let ids = 0;
  const questions = new PendingRequests(
    () => `id${++ids}`,
    (request) => void sent.push(request),
  );
  const ask = (to: string): string => {
    const request = xml("iq", { type: "get", from: "juliet@capulet.lit", to });
    questions.send(request, ({ type, from }) => void heard.push(`${type} ${from.full}`));
    return request.attrs.id;
  };
  return { questions, sent, heard, ask };
}

test("RFC 6120 §8.2.3: the answer has the id of the request", () => {
  const { questions, sent, heard, ask } = asked();
  const id = ask("romeo@montague.lit/orchard");
  expect(sent.map(({ attrs }) => attrs.id)).toEqual([id]);
  questions.resolve(answerFrom("romeo@montague.lit/orchard", "another"));
  expect(heard).toEqual([]);
  questions.resolve(answerFrom("romeo@montague.lit/orchard", id));
  questions.resolve(answerFrom("romeo@montague.lit/orchard", id, "error"));
  expect(heard).toEqual(["result romeo@montague.lit/orchard"]);
});

test("an answer from another address is ignored", () => {
  const { questions, heard, ask } = asked();
  const id = ask("romeo@montague.lit/orchard");
  for (const from of ["romeo@montague.lit/garden", "romeo@montague.lit", "tybalt@capulet.lit/orchard"])
    questions.resolve(answerFrom(from, id));
  expect(heard).toEqual([]);
  questions.resolve(answerFrom("romeo@montague.lit/orchard", id, "error"));
  expect(heard).toEqual(["error romeo@montague.lit/orchard"]);
});

test("beyond the bound, the oldest request is forgotten", () => {
  const { questions, heard, ask } = asked();
  const first = ask("romeo@montague.lit/orchard");
  const second = ask("romeo@montague.lit/orchard");
  for (let more = 0; more < 9_999; more += 1) ask("mute@montague.lit/orchard");
  questions.resolve(answerFrom("romeo@montague.lit/orchard", first));
  questions.resolve(answerFrom("romeo@montague.lit/orchard", second));
  expect(heard).toHaveLength(1);
});
