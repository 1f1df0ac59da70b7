/** XEP-0191 §3.3: stanzas that the server sends for an account to blocked contacts. */
import { expect, test } from "bun:test";
import { stanza, testRouter } from "../server/testing.ts";
import { parseElement } from "../xml/parse-element.ts";
import { blocking } from "./0191-blocking.ts";

const ROMEO = "romeo@localhost";
const TYBALT = "tybalt@elsewhere.example";

test("answers and errors reach a blocked contact; presence, messages and requests do not", async () => {
  const { router, enter, boot, remote, committed } = testRouter();
  boot(blocking);
  const session = enter(`${ROMEO}/orchard`, 0);
  const block = `<block xmlns="urn:xmpp:blocking"><item jid="${TYBALT}"/></block>`;
  router.accept(stanza(session.jid.full, `<iq type="set" id="1">${block}</iq>`), session);
  await committed();
  remote.length = 0;
  for (const text of [
    '<presence type="unavailable"/>',
    "<message/>",
    '<iq type="get" id="2"><ping xmlns="urn:xmpp:ping"/></iq>',
    '<iq type="result" id="3"/>',
    '<iq type="error" id="4"/>',
    '<message type="error"/>',
  ]) {
    const said = parseElement(text);
    Object.assign(said.attrs, { from: ROMEO, to: `${TYBALT}/street` });
    router.route(said);
  }
  expect(remote.map(({ name, type }) => `${name} ${type}`)).toEqual(["iq result", "iq error", "message error"]);
});
