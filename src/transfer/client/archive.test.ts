import { expect, test } from "bun:test";
import { archivePages } from "./archive.ts";
import { signIn } from "./connect.ts";
import { ALICE, BIND, errorOf, featuresWith, resultOf, SUCCESS, scriptedServer } from "./testing.ts";

const result = (id: number, queryid: string): string =>
  `<result xmlns='urn:xmpp:mam:2' id='${id}' queryid='${queryid}'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2026-01-01T00:00:00Z'/><message xmlns='jabber:client' from='bob@x.example'><body>${id}</body></message></forwarded></result>`;

/** A server with messages 1 to `size`, a page of which has `page`; messages of others are among them. */
async function idsAfter(after: string | undefined, { size = 5, page = 2, forged = "" } = {}): Promise<string[]> {
  const { deps } = scriptedServer((sent, headers) => {
    if (sent.includes("<stream:stream")) return headers === 1 ? featuresWith("PLAIN") : BIND;
    if (sent.includes("<auth")) return SUCCESS;
    if (!sent.includes("urn:xmpp:mam:2")) return resultOf(sent, "<bind/>");
    const from = Number(/<after>(\d+)<\/after>/.exec(sent)?.[1] ?? 0);
    if (from > size) return errorOf(sent, "item-not-found");
    const queryid = /queryid="([^"]+)"/.exec(sent)?.[1] ?? "";
    const ids = Array.from({ length: Math.max(0, Math.min(page, size - from)) }, (_, index) => from + index + 1);
    const last = ids.at(-1);
    const set = `<set xmlns='http://jabber.org/protocol/rsm'>${last === undefined ? "" : `<last>${last}</last>`}</set>`;
    const fin = `<fin xmlns='urn:xmpp:mam:2' complete='${last === undefined || last === size}'>${set}</fin>`;
    return `${forged.replace("QUERY", queryid)}${ids.map((id) => `<message>${result(id, queryid)}</message>`).join("")}${resultOf(sent, fin)}`;
  });
  const session = await signIn(ALICE, "wherefore art thou", deps, new AbortController().signal);
  const ids: string[] = [];
  for await (const { results } of archivePages(session, after)) ids.push(...results.map(({ attrs }) => attrs.id));
  session.end();
  return ids;
}

test("XEP-0313 §4.2, XEP-0059 §2.2: page after page, until the archive is complete", async () =>
  expect(await idsAfter(undefined)).toEqual(["1", "2", "3", "4", "5"]));

test("goes on behind the message that was stored last", async () => expect(await idsAfter("3")).toEqual(["4", "5"]));

test("begins anew where the archive has forgotten that message", async () =>
  expect(await idsAfter("99")).toEqual(["1", "2", "3", "4", "5"]));

test("XEP-0313 §6.2: a result of somebody else, or of another query, is none", async () => {
  const forged = `<message from='mallory@x.example'>${result(7, "QUERY")}</message><message>${result(8, "other")}</message>`;
  expect(await idsAfter(undefined, { forged, page: 5 })).toEqual(["1", "2", "3", "4", "5"]);
});

test("a server that gives more than was asked for is not listened to any longer", async () =>
  await expect(idsAfter(undefined, { size: 150, page: 150 })).rejects.toMatchObject({ problem: "lost" }));
