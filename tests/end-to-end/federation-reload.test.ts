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

/** Reads config.toml again with these settings, as on SIGHUP. */
const reload = ({ server }: TestServer, ...settings: string[]): Promise<void> =>
  server.reload(readConfig("", modules, ["domains=example.com", ...settings]));

test("a domain that becomes denied is disconnected, until it is allowed again", async () => {
  const [, theirs] = nextDomains();
  const both = await twoServers(federation);
  const { capulet, juliet, romeo } = both;
  await exchangeMessages(both);
  await reload(capulet, `federation.deny=${theirs}`);
  juliet.sends(`<message to="${romeo.account}" type="chat" id="1"><body>1</body></message>`);
  const refused = await juliet.receives('<message type="error" id="1"/>');
  expect(refused.getChild("error")?.getChildText("text")).toContain(theirs);
  romeo.sends(`<message to="${juliet.account}" type="chat" id="2"><body>2</body></message>`);
  await reload(capulet);
  juliet.sends(`<message to="${romeo.account}" type="chat" id="3"><body>3</body></message>`);
  await romeo.receives(`<message from="${juliet.jid}" id="3"/>`);
  await juliet.receives(`<message from="${romeo.jid}" id="2"/>`);
  expectNoErrors(both);
});

test("a renewed certificate is presented on the next outgoing stream", async () => {
  const [ours] = nextDomains();
  const { capulet, juliet } = await twoServers(federation);
  const peerNamesFor = async (other: string): Promise<string> => {
    const foreign = await listenAs(await federation.issue(other));
    federation.setRecords(other, { direct: foreign.port });
    juliet.sends(`<message to="nurse@${other}" type="chat"><body>!</body></message>`);
    const stream = await foreign.next();
    await stream.receivesHeader();
    const { peerNames } = stream;
    foreign[Symbol.dispose]();
    return peerNames;
  };
  expect(await peerNamesFor("mantua.example")).not.toContain("renewed");
  const renewed = await federation.issue(ours, `renewed.${ours}`);
  await reload(
    capulet,
    "certificate.source=files",
    `certificate.chain_file=${renewed.certificate}`,
    `certificate.key_file=${renewed.key}`,
  );
  expect(await peerNamesFor("padua.example")).toContain(`renewed.${ours}`);
});
