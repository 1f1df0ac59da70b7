/** slixmpp's group chat plugins in rooms of this server. */
import { afterAll, beforeAll, expect } from "bun:test";
import { testWith } from "../support/needs.ts";
import { runSlixmpp, SLIXMPP, type SlixmppEvents } from "../support/peers/slixmpp.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";
import { PASSWORD } from "../support/server.ts";

let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess({ accounts: ["alice", "bob", "carol", "dave"] });
});
afterAll(async () => {
  expect(await server.errors()).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function runScript(script: string): Promise<SlixmppEvents> {
  const { host, port } = server.at();
  const events = await runSlixmpp(script, { host, port, password: PASSWORD, home: server.home });
  events.one("end");
  return events;
}

const TEA = "tea@rooms.localhost";
const GARDEN = "garden@rooms.localhost";

/** Fields of an occupant's presence without a status change. */
const unchanged = { codes: [], new_nick: "", reason: "", actor: "" };

testWith(SLIXMPP)(
  "slixmpp: a room is created, discovered, configured, entered by invitation, used, queried and left (XEP-0045, XEP-0249, XEP-0313)",
  async () => {
    const { all, one } = await runScript("rooms.py");
    expect(one("services").jids).toContain("rooms.localhost");
    expect(one("service").identities).toEqual([["conference", "text"]]);
    expect(one("service").features).toContain("http://jabber.org/protocol/muc");

    // A new room is private.
    const maker = { affiliation: "owner", role: "moderator", subject: "", occupants: ["Ali"], history: [] };
    expect(one("created")).toEqual({ codes: [100, 110, 201], ...maker });
    expect(one("locked")).toEqual({ refused: "item-not-found" });
    expect(one("form").fields).toEqual(
      expect.arrayContaining(
        ["membersonly", "whois", "persistentroom", "publicroom", "moderatedroom", "roomsecret", "roomowners"].map(
          (name) => `muc#roomconfig_${name}`,
        ),
      ),
    );
    expect(one("members only")).toEqual({ refused: "registration-required" });
    expect(one("room").names).toEqual(["Tea"]);
    expect(one("room").features).toEqual(
      expect.arrayContaining(["muc_membersonly", "muc_nonanonymous", "muc_hidden", "muc_persistent", "urn:xmpp:mam:2"]),
    );

    expect(one("invited")).toEqual({ sender: TEA, by: "alice@localhost", reason: "Come for tea" });
    expect(one("invited directly")).toEqual({ sender: "alice@localhost/laptop", room: TEA, reason: "You too" });
    const guest = { codes: [100, 110], affiliation: "member", role: "participant", subject: "", history: [] };
    expect(all("entered")).toEqual([
      { who: "bob", ...guest, occupants: ["Ali", "Bob"] },
      { who: "carol", ...guest, occupants: ["Ali", "Bob", "Carol"] },
    ]);
    const bob = { ...unchanged, affiliation: "member", role: "participant", jid: "bob@localhost/laptop" };
    expect(one("came")).toEqual(bob);
    expect(one("declined")).toEqual({ sender: TEA, reason: "Too late for me" });

    expect(one("received")).toEqual({
      senders: [`${TEA}/Bob`],
      bodies: ["Two lumps, please"],
      ids_by: [TEA],
      ids: 1,
      occupant_ids: 1,
    });
    expect(one("whispered")).toEqual({ sender: `${TEA}/Bob`, body: "Who is Carol?", same: true });
    expect(one("subject")).toEqual({ senders: [`${TEA}/Ali`], subjects: ["Cake", "Cake", "Cake"] });
    expect(one("subject refused")).toEqual({ condition: "forbidden" });

    expect(one("left the name")).toEqual({ ...bob, codes: [303], new_nick: "Robert" });
    expect(one("took a name")).toEqual(bob);
    expect(one("roster")).toEqual({ nicks: ["Ali", "Carol", "Robert"], bob: "bob@localhost/laptop" });
    expect(one("name refused")).toEqual({ condition: "conflict" });
    expect(one("received as")).toEqual({ sender: `${TEA}/Robert`, same: true });
    expect(one("corrected")).toEqual({ body: "Robert is speaking", same: true });
    expect(one("still in")).toEqual({ refused: null });

    expect(one("changed")).toEqual({ codes: [104] });
    expect(one("no voice")).toEqual({ condition: "forbidden" });
    expect(one("voice asked for").values).toEqual({
      "muc#jid": "carol@localhost/laptop",
      "muc#roomnick": "Carol",
      "muc#role": "participant",
    });
    expect(one("voice given")).toMatchObject({ codes: [110], role: "participant", actor: "Ali" });
    expect(one("voice received")).toEqual({ body: "I may" });

    expect(one("gone")).toEqual({ ...unchanged, affiliation: "member", role: "none", jid: "carol@localhost/laptop" });
    expect(one("not in")).toEqual({ refused: "not-acceptable" });
    expect(one("back")).toMatchObject({ subject: "Cake", history: ["Robert is speaking", "I may"] });
    expect(one("archive")).toEqual({
      said: [
        ["Bob", "Two lumps, please"],
        ["Robert", "Robert speaking"],
        ["Robert", "Robert is speaking"],
        ["Carol", "I may"],
      ],
      subjects: ["Cake"],
      first: true,
    });
    expect(one("archive refused")).toEqual({ condition: "forbidden" });
  },
  60_000,
);

testWith(SLIXMPP)(
  "slixmpp: roles, affiliations, moderation, kicking, banning and destroying a room (XEP-0045 §8 to §10, XEP-0425)",
  async () => {
    const { all, one } = await runScript("room_admin.py");
    expect(one("cancelled")).toEqual({ refused: "item-not-found" });
    expect(one("found")).toEqual({ rooms: [GARDEN] });
    expect(all("entered").map(({ codes, affiliation, role }) => [codes, affiliation, role])).toEqual(
      Array.from({ length: 3 }, () => [[110], "none", "participant"]),
    );
    expect(one("addresses")).toEqual({ alice: "dave@localhost/laptop", bob: "" });

    const participants = ["Bob", "Carol", "Dave"];
    expect(one("roles")).toEqual({ moderators: ["Alice"], participants, refused: "forbidden" });
    const forbidden = "forbidden";
    expect(one("not theirs")).toEqual({
      role: forbidden,
      affiliation: forbidden,
      config: forbidden,
      destroy: forbidden,
    });
    const carols = { ...unchanged, affiliation: "none", jid: "" };
    expect(one("moderator")).toEqual({ ...carols, role: "moderator", actor: "Alice", reason: "To help" });
    expect(one("visitor")).toEqual({ ...carols, role: "visitor", actor: "Bob" });
    expect(one("owner's role")).toEqual({ refused: "not-allowed" });

    expect(one("moderation refused")).toEqual({ condition: forbidden });
    const moderated = { sender: GARDEN, by: `${GARDEN}/Bob`, reason: "Advertising", same: true };
    expect(all("moderated")).toEqual([
      { who: "alice", ...moderated },
      { who: "carol", ...moderated },
    ]);
    expect(one("tombstone")).toEqual({ sender: `${GARDEN}/Carol`, body: "", retracted: true });

    const kicked = { ...carols, role: "none", reason: "Shouting", actor: "Bob" };
    const dave = "dave@localhost/laptop";
    expect(all("kicked")).toEqual([
      { who: "dave", ...kicked, codes: [110, 307], jid: dave },
      { who: "carol", ...kicked, codes: [307] },
    ]);
    expect(one("kicked and silent")).toEqual({ condition: "not-acceptable" });
    expect(one("came back")).toMatchObject({ codes: [110], affiliation: "none" });

    const banned = { ...carols, affiliation: "outcast", role: "none", reason: "Enough", actor: "Alice" };
    expect(all("banned")).toEqual([
      { who: "dave", ...banned, codes: [110, 301], jid: dave },
      { who: "carol", ...banned, codes: [301] },
    ]);
    expect(one("kept out")).toEqual({ refused: "forbidden" });
    expect(one("let in again")).toMatchObject({ codes: [110], affiliation: "none", role: "participant" });

    expect(one("member")).toEqual({
      ...unchanged,
      affiliation: "member",
      role: "participant",
      actor: "Alice",
      jid: "carol@localhost/laptop",
    });
    expect(one("admin")).toEqual({ ...carols, affiliation: "admin", role: "moderator", actor: "Alice" });
    expect(one("admin's limit")).toEqual({ refused: "forbidden" });
    expect(one("last owner")).toEqual({ refused: "conflict" });
    expect(all("lists")).toEqual([
      { who: "alice", owner: ["alice@localhost"], admin: [], member: [], outcast: ["dave@localhost"] },
      { who: "dave", owner: forbidden, admin: forbidden, member: forbidden, outcast: forbidden },
      {
        who: "bob",
        owner: ["bob@localhost"],
        admin: ["alice@localhost"],
        member: ["carol@localhost", "frank@localhost"],
        outcast: ["erin@elsewhere.example"],
      },
    ]);
    expect(one("no member")).toMatchObject({ codes: [110, 322], role: "none" });

    expect(one("admin's end")).toEqual({ refused: "forbidden" });
    const destroyed = { type: "unavailable", reason: "We have moved", instead: "orchard@rooms.localhost" };
    expect(all("destroyed")).toEqual([
      { who: "alice", sender: `${GARDEN}/Alice`, ...destroyed },
      { who: "carol", sender: `${GARDEN}/Carol`, ...destroyed },
    ]);
    expect(one("nothing left")).toEqual({ refused: "item-not-found" });
  },
  60_000,
);
