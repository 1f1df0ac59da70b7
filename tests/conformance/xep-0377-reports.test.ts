/** XEP-0377: Blocking Command Reports. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Cast, cast, settled } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";

const NS = "urn:xmpp:reporting:1";
const REASON = "urn:xmpp:reporting:spam";

let server: TestServer;
let actors: Cast<"admin" | "juliet" | "romeo">;

beforeAll(async () => {
  server = await startTestServer({ settings: ["reports.reports_per_day=4"] });
  await server.createAccount("admin@localhost", undefined, true);
  actors = await cast(server, ["admin", "juliet", "romeo"]);
});
afterAll(() => server[Symbol.asyncDispose]());

const reports = (jid: string, report: string) =>
  actors.juliet.asks(
    `<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="${jid}">${report}</item></block></iq>`,
  );

test("§3: servers that accept reports advertise urn:xmpp:reporting:1, and the former feature for older clients", async () => {
  const features = await featuresOf(actors.juliet, "localhost");
  expect(features).toEqual(expect.arrayContaining([NS, "urn:xmpp:reporting:reason:spam:0"]));
});

test("§6: with a report, the JID is blocked, and the administrators are notified", async () => {
  const { admin, juliet, romeo } = actors;
  const text = '<text xml:lang="en">Never came trouble to my house like this.</text>';
  const sid = '<stanza-id xmlns="urn:xmpp:sid:0" by="romeo@localhost" id="28482"/>';
  const answer = await reports("romeo@localhost", `<report xmlns="${NS}" reason="${REASON}">${sid}${text}</report>`);
  expect(answer.attrs.type).toBe("result");
  const notification = await admin.receives('<message from="localhost" type="chat"/>');
  expect(notification.getChildText("body")).toBe(
    "juliet@localhost has blocked romeo@localhost and reports: spam\n\nNever came trouble to my house like this.",
  );
  romeo.sends(`<message to="${juliet.jid}" id="m"><body>?</body></message>`);
  expect(conditionOf(await romeo.receives('<message type="error" id="m"/>'))).toBe("service-unavailable");
});

test("§5: a report is not forwarded to the reported JID's server unless requested", async () => {
  await settled(actors.romeo);
  await reports("romeo@localhost", `<report xmlns="${NS}" reason="urn:xmpp:reporting:abuse"/>`);
  await actors.romeo.receivesNothing();
  await actors.admin.receives(
    "<message><body>juliet@localhost has blocked romeo@localhost and reports: abuse</body></message>",
  );
});

test("§4: abuse reports MUST include a reason", async () => {
  expect(conditionOf(await reports("iago@localhost", `<report xmlns="${NS}"/>`))).toBe("bad-request");
  const list = await actors.juliet.asks('<iq type="get"><blocklist xmlns="urn:xmpp:blocking"/></iq>');
  expect(list.toString()).not.toContain("iago");
});

test("the format before version 0.3 is accepted", async () => {
  await reports("spam.example", '<report xmlns="urn:xmpp:reporting:0"><spam/></report>');
  await actors.admin.receives(
    "<message><body>juliet@localhost has blocked spam.example and reports: spam</body></message>",
  );
});

test("beyond the limit of reports, the JID is blocked, and the report is not forwarded", async () => {
  await settled(actors.admin);
  const report = `<report xmlns="${NS}" reason="${REASON}"/>`;
  expect((await reports("one.example", report)).attrs.type).toBe("result");
  expect((await reports("two.example", report)).attrs.type).toBe("result");
  await actors.admin.receives(
    "<message><body>juliet@localhost has blocked one.example and reports: spam</body></message>",
  );
  await actors.admin.receivesNothing();
});
