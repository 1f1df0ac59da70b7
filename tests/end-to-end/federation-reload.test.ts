/** SIGHUP: the federation policy and the certificate change for open server streams. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { readConfig } from "../../src/config/read.ts";
import { modules } from "../../src/modules.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { listenAs } from "../support/federation/foreign-server.ts";
import { exchangeMessages, expectNoErrors, nextDomains, twoServers } from "../support/federation/two-servers.ts";
import type { TestServer } from "../support/server.ts";

let federation: TestFederation;
beforeAll(async () => {
  federation = await openTestFederation();
});
afterAll(() => federation[Symbol.asyncDispose]());

/** As SIGHUP does: config.toml with these settings is read again. */
const reloads = ({ server }: TestServer, ...settings: string[]): Promise<void> =>
  server.reload(readConfig("", modules, ["domains=example.com", ...settings]));

test("a domain that is denied from now on is not spoken with any more, until it is welcome again", async () => {
  const [, theirs] = nextDomains();
  const both = await twoServers(federation);
  const { capulet, juliet, romeo } = both;
  await exchangeMessages(both);
  await reloads(capulet, `federation.deny=${theirs}`);
  juliet.sends(`<message to="${romeo.account}" type="chat" id="1"><body>1</body></message>`);
  const refused = await juliet.receives('<message type="error" id="1"/>');
  expect(refused.getChild("error")?.getChildText("text")).toContain(theirs);
  romeo.sends(`<message to="${juliet.account}" type="chat" id="2"><body>2</body></message>`);
  await reloads(capulet);
  juliet.sends(`<message to="${romeo.account}" type="chat" id="3"><body>3</body></message>`);
  await romeo.receives(`<message from="${juliet.jid}" id="3"/>`);
  await juliet.receives(`<message from="${romeo.jid}" id="2"/>`);
  expectNoErrors(both);
});

test("a certificate that was renewed is shown on the next stream of ours", async () => {
  const [ours] = nextDomains();
  const { capulet, juliet } = await twoServers(federation);
  const shownTo = async (other: string): Promise<string> => {
    const foreign = await listenAs(await federation.issue(other));
    federation.setRecords(other, { direct: foreign.port });
    juliet.sends(`<message to="nurse@${other}" type="chat"><body>!</body></message>`);
    const stream = await foreign.next();
    await stream.receivesHeader();
    const { peerNames } = stream;
    foreign[Symbol.dispose]();
    return peerNames;
  };
  expect(await shownTo("mantua.example")).not.toContain("renewed");
  const renewed = await federation.issue(ours, `renewed.${ours}`);
  await reloads(
    capulet,
    "certificate.source=files",
    `certificate.chain_file=${renewed.certificate}`,
    `certificate.key_file=${renewed.key}`,
  );
  expect(await shownTo("padua.example")).toContain(`renewed.${ours}`);
});
