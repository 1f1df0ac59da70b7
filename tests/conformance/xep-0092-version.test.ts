/** XEP-0092: Software Version. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { version } from "../../src/version.ts";
import { type Cast, cast } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";

const NS = "jabber:iq:version";

let server: TestServer;
let actors: Cast<"romeo">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["romeo"]);
});
afterAll(() => server[Symbol.asyncDispose]());

test("§2: name and version are returned; §5: the operating system is not, by default", async () => {
  const query = (await actors.romeo.asks(`<iq type="get" to="localhost"><query xmlns="${NS}"/></iq>`)).getChild(
    "query",
    NS,
  );
  expect(query?.getChildText("name")).toBe("jabber-home");
  expect(query?.getChildText("version")).toBe(version);
  expect(query?.getChild("os")).toBeUndefined();
});

test("§5: the operating system is returned where the option allows it", async () => {
  const open = await startTestServer({ settings: ["version.show_system=true"] });
  const { romeo } = await cast(open, ["romeo"]);
  const answer = await romeo.asks(`<iq type="get" to="localhost"><query xmlns="${NS}"/></iq>`);
  expect(answer.getChild("query", NS)?.getChildText("os")).toBe(process.platform);
  await open[Symbol.asyncDispose]();
});

test("§4: the domain advertises it", async () => {
  expect(await featuresOf(actors.romeo, "localhost")).toContain(NS);
});
