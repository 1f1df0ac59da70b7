/** RFC 6121 §4.5: a server that is killed tells, when it starts again, that its sessions are gone. */
import { expect, test } from "bun:test";
import { defineModule } from "../server/module.ts";
import { stanza, testRouter } from "../server/testing.ts";
import type { Stanza } from "../stanza.ts";
import { unknownContact } from "./contact.ts";
import { presence } from "./presence.ts";
import { roster } from "./roster.ts";

const ORCHARD = "romeo@localhost/orchard";

/** A server with romeo's contacts on other servers, and a service of its own. */
function start(options: Parameters<typeof testRouter>[0] = {}) {
  const stage = testRouter(options);
  const atService: string[] = [];
  const identity = { category: "conference", type: "text" };
  const receive = ({ type }: Stanza): undefined => void atService.push(type);
  const service = defineModule({
    name: "service",
    setup: () => ({ component: { subdomain: "rooms", identity, iq: {}, receive } }),
  });
  const booted = stage.boot(roster, presence, service);
  for (const side of ["to", "from", "both"] as const) {
    const contact = { ...unknownContact(`${side}@elsewhere.example`), subscription: side, isListed: true };
    booted.use(roster).put("romeo@localhost", contact);
  }
  const says = (text: string, full = ORCHARD): void => {
    const session = stage.sessions.get(full) ?? stage.enter(full);
    stage.router.accept(stanza(full, text), session);
  };
  const ends = (full = ORCHARD): void => {
    const session = stage.sessions.get(full);
    if (!session) throw new Error(`there is no session ${full}`);
    stage.sessions.remove(session);
    booted.session.ended(session);
  };
  const sent = (): string[] =>
    stage.remote.splice(0).map(({ type, from, to }) => `${type} from ${from.full} to ${to?.full}`);
  return { ...stage, booted, says, ends, sent, atService };
}

/** Another process on the same data; `before` is done before it has had time for anything. */
async function killed({ db }: ReturnType<typeof start>, before: (server: ReturnType<typeof start>) => void = () => {}) {
  const server = start({ db });
  server.remote.splice(0);
  before(server);
  // What the modules have scheduled for the start comes first.
  await new Promise((resolve) => setTimeout(resolve, 0));
  await server.committed();
  return server;
}

test("after a crash those who saw a session hear once that it is gone: subscribers, and addresses of directed presence", async () => {
  const first = start();
  first.says("<presence/>");
  first.says('<presence to="room@rooms.elsewhere.example/romeo"/>');
  first.says('<presence to="tybalt@elsewhere.example"/>');
  first.says('<presence type="unavailable" to="tybalt@elsewhere.example"/>');
  const second = await killed(first);
  expect(second.sent().sort()).toEqual([
    `unavailable from ${ORCHARD} to both@elsewhere.example`,
    `unavailable from ${ORCHARD} to from@elsewhere.example`,
    `unavailable from ${ORCHARD} to room@rooms.elsewhere.example/romeo`,
  ]);
  expect((await killed(second)).sent()).toEqual([]);
  expect(second.errors).toEqual([]);
});

test("XEP-0045 §11.2: a service of this server is not told: it knows which sessions are lost, and says so itself", async () => {
  const first = start();
  first.says('<presence to="room@rooms.localhost/romeo"/>');
  await first.committed();
  expect(first.atService).toEqual(["available"]);
  expect(first.db.read("SELECT jid FROM presence_shown").all()).toEqual([]);
  const second = await killed(first);
  expect([second.atService, second.sent()]).toEqual([[], []]);
});

test("sessions that had ended, had gone unavailable, or had only shown themselves to some, are not announced to others", async () => {
  const first = start();
  for (const resource of ["ended", "gone", "shy"]) first.says("<presence/>", `romeo@localhost/${resource}`);
  first.ends("romeo@localhost/ended");
  for (const resource of ["gone", "shy"]) first.says('<presence type="unavailable"/>', `romeo@localhost/${resource}`);
  first.says('<presence to="tybalt@elsewhere.example"/>', "romeo@localhost/shy");
  expect((await killed(first)).sent()).toEqual(["unavailable from romeo@localhost/shy to tybalt@elsewhere.example"]);
});

test("XEP-0198 §5: a session that is there again is not gone; when it ends, they are told", async () => {
  const first = start();
  first.says('<presence to="tybalt@elsewhere.example"/>');
  const second = await killed(first, ({ enter, booted }) =>
    booted.session.restore(enter(ORCHARD), { presence: '["tybalt@elsewhere.example"]' }),
  );
  expect(second.sent()).toEqual([]);
  expect((await killed(second)).sent()).toEqual([`unavailable from ${ORCHARD} to tybalt@elsewhere.example`]);
});

test("who has signed in with the same resource before the round is done stays available", async () => {
  const first = start();
  first.says("<presence/>");
  const second = await killed(first, ({ says, remote }) => {
    says("<presence/>");
    remote.splice(0);
  });
  expect(second.sent()).toEqual([]);
  second.ends();
  await second.committed();
  expect(second.sent()).toHaveLength(2);
  expect((await killed(second)).sent()).toEqual([]);
});

test("who has signed in with the same resource and says nothing does not keep the former one alive", async () => {
  const first = start();
  first.says("<presence/>");
  const second = await killed(first, ({ enter }) => void enter(ORCHARD));
  expect(second.sent()).toHaveLength(2);
  expect((await killed(second)).sent()).toEqual([]);
});

test("each lost session is announced, whichever of the others are there again", async () => {
  const first = start();
  const resources = ["a", "b", "c", "d"].map((resource) => `romeo@localhost/${resource}`);
  for (const full of resources) first.says("<presence/>", full);
  const second = await killed(first, ({ says, remote }) => {
    for (const full of [resources[0], resources[2]]) says("<presence/>", full);
    remote.splice(0);
  });
  const lost = [resources[1], resources[3]];
  expect(second.sent()).toEqual(
    lost.flatMap((full) => ["both", "from"].map((peer) => `unavailable from ${full} to ${peer}@elsewhere.example`)),
  );
});

test("who has signed in with the same resource and is gone again has not told them in the place of the former one", async () => {
  const first = start();
  first.says("<presence/>");
  const second = await killed(first, ({ enter, ends }) => {
    enter(ORCHARD);
    ends();
  });
  expect(second.sent()).toHaveLength(2);
});

test("an address that has been told by itself, as when it is blocked (XEP-0191 §3.3), is not told again", async () => {
  const first = await killed(start());
  for (const name of ["tybalt", "mercutio"]) first.says(`<presence to="${name}@elsewhere.example"/>`);
  const told = [...first.booted.use(presence).withdrawPresence("romeo@localhost", ({ local }) => local === "tybalt")];
  expect(told.map(({ attrs }) => attrs.to)).toEqual(["tybalt@elsewhere.example"]);
  const second = await killed(first);
  expect(second.sent()).toEqual([`unavailable from ${ORCHARD} to mercutio@elsewhere.example`]);
});

test("sessions of a domain that is no longer served are forgotten, and nothing is said in its name", async () => {
  const first = await killed(start());
  const insert = first.db.write("INSERT INTO presence_shown (jid, peer) VALUES (?, ?)");
  insert.run("romeo@former.example/orchard", "tybalt@elsewhere.example");
  const second = await killed(first);
  expect(second.sent()).toEqual([]);
  expect(second.db.read("SELECT jid FROM presence_shown").all()).toEqual([]);
});
