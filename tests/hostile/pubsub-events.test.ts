/** XEP-0060 §12: events for many subscribers are printed once, sent in order and in portions, and bounded. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { stanza, testRouter } from "../../src/server/testing.ts";
import { disco } from "../../src/xep/0030-disco.ts";
import { pep } from "../../src/xep/publishing/0163-pep.ts";
import { parseElement } from "../../src/xml/parse-element.ts";
import { type Cast, cast } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { askOwner, form, OWNER, PUBSUB, publish, refusal } from "../support/xep/pubsub.ts";

let server: TestServer;
let actors: Cast<"juliet" | "romeo">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["juliet", "romeo"]);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const item = (id: string, inner = "") => `<item id="${id}"><a xmlns="urn:test">${inner}</a></item>`;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

test("§12: an event for many subscribers is printed once, with a different address for each", async () => {
  const { router, boot, enter, committed, remote } = testRouter();
  boot(disco, pep);
  const romeo = enter("romeo@localhost/orchard");
  const asks = (id: string, inner: string, ns = PUBSUB): void =>
    router.accept(
      stanza(romeo.jid.full, `<iq type="set" id="${id}"><pubsub xmlns="${ns}">${inner}</pubsub></iq>`),
      romeo,
    );
  const options = `<publish-options>${form("publish-options", { access_model: "open" })}</publish-options>`;
  asks("1", `<publish node="n">${item("1")}</publish>${options}`);
  const entries = numbers(20).map(
    (number) => `<subscription jid="u${number}@remote.example" subscription="subscribed"/>`,
  );
  asks("2", `<subscriptions node="n">${entries.join("")}</subscriptions>`, OWNER);
  await committed();
  const shared = () =>
    new Set(
      remote
        .splice(0)
        .filter(({ xml }) => xml.getChild("event")?.getChild("items"))
        .map(({ xml }) => xml.children),
    );
  expect(shared().size).toBe(1);
  asks("3", `<publish node="n">${item("2")}</publish>`);
  await committed();
  expect(remote).toHaveLength(20);
  expect(shared().size).toBe(1);
});

test("§12: while many notifications are pending, a node accepts no more items", async () => {
  let isBusy = false;
  const { router, boot, enter, committed } = testRouter({
    take: (_, task) => {
      while (!isBusy && task(() => false));
    },
  });
  boot(disco, pep);
  const romeo = enter("romeo@localhost/orchard");
  let requests = 0;
  const asks = async (inner: string, ns = PUBSUB): Promise<string> => {
    requests += 1;
    const request = `<iq type="set" id="q${requests}"><pubsub xmlns="${ns}">${inner}</pubsub></iq>`;
    router.accept(stanza(romeo.jid.full, request), romeo);
    await committed();
    await new Promise((resolve) => setTimeout(resolve));
    return refusal(parseElement(romeo.received.find((text) => text.includes(`id="q${requests}"`)) ?? "<iq/>"));
  };
  const options = form("publish-options", { access_model: "open", max_items: "max", notify_retract: "0" });
  const published = `<publish node="n">${item("0")}${item("1")}</publish>`;
  expect(await asks(`${published}<publish-options>${options}</publish-options>`)).toBe("");
  for (const part of [0, 90, 180]) {
    const entries = numbers(90).map(
      (number) => `<subscription jid="u${part + number}@r.example" subscription="subscribed"/>`,
    );
    expect(await asks(`<subscriptions node="n">${entries.join("")}</subscriptions>`, OWNER)).toBe("");
  }
  isBusy = true;
  const answers: string[] = [];
  for (const id of numbers(12)) answers.push(await asks(`<publish node="n">${item(String(id))}</publish>`));
  expect(answers.slice(0, 10)).toEqual(numbers(10).map(() => ""));
  expect(answers.slice(10)).toEqual(["wait resource-constraint", "wait resource-constraint"]);
  expect(await asks('<retract node="n" notify="1"><item id="1"/></retract>')).toBe("wait resource-constraint");
  expect(await asks('<purge node="n"/>', OWNER)).toBe("wait resource-constraint");
});

test("§12: subscribers beyond one portion are notified in order, each once", async () => {
  const { juliet, romeo } = actors;
  expect(refusal(await publish(juliet, "urn:test:many", item("0"), { access_model: "open", max_items: "max" }))).toBe(
    "",
  );
  const subscribed = numbers(250).map(
    (number) => `<subscription jid="${romeo.account}/r${number}" subscription="subscribed"/>`,
  );
  subscribed.push(`<subscription jid="${romeo.jid}" subscription="subscribed"/>`);
  await askOwner(juliet, "set", `<subscriptions node="urn:test:many">${subscribed.join("")}</subscriptions>`);
  await romeo.receives(
    `<message><event xmlns="${PUBSUB}#event"><items node="urn:test:many"><item id="0"/></items></event></message>`,
  );
  for (const id of ["1", "2", "3"]) await publish(juliet, "urn:test:many", item(id));
  for (const id of ["1", "2", "3"])
    await romeo.receives(`<message><event xmlns="${PUBSUB}#event"><items><item id="${id}"/></items></event></message>`);
  await romeo.receivesNothing(
    `<message><event xmlns="${PUBSUB}#event"><items node="urn:test:many"/></event></message>`,
  );
});
