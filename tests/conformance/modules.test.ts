/** Rules for every module: the contract of src/server/module.ts, and RFC 6120 §8.2.3. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { modules } from "../../src/modules.ts";
import type { Option } from "../../src/options.ts";
import { type Actor, enter } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { bootAlone, emptyDatabase, type HandledRequest, requestsHandledBy } from "../support/in-memory/module.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { HTTPS } from "../support/xep/upload.ts";

let server: TestServer;
let romeo: Actor;
const accepted = { server: new Set<string>(), account: new Set<string>() };

beforeAll(async () => {
  server = await startTestServer({ settings: [HTTPS] });
  romeo = await enter(server, "romeo", "orchard");
  for (const feature of await featuresOf(romeo, "localhost")) accepted.server.add(feature);
  for (const feature of await featuresOf(romeo, romeo.account)) accepted.account.add(feature);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

test("each has a unique name", () => {
  expect(new Set(modules.map(({ name }) => name)).size).toBe(modules.length);
});

test("what a module stores goes along when an account is taken elsewhere (XEP-0227), or the module says why not", () => {
  const undecided = modules.filter((module) => {
    const { handlers } = bootAlone(module, emptyDatabase());
    const isExported = handlers.export !== undefined;
    return (module.tables ?? []).length > 0 ? isExported === (module.notExported !== undefined) : module.notExported;
  });
  expect(undecided.map(({ name }) => name)).toEqual([]);
});

test("what goes along from here can come here, too: a module that exports also imports", () => {
  const oneWay = modules.filter((module) => {
    const { export: exported, import: imported } = bootAlone(module, emptyDatabase()).handlers;
    return exported !== undefined && imported === undefined;
  });
  expect(oneWay.map(({ name }) => name)).toEqual([]);
});

test("no option of a module is reloaded live: modules read their options once, at setup", () => {
  const lives = modules.flatMap(({ name, options = {} }) =>
    Object.entries<Option>(options).flatMap(([option, { reload }]) => (reload ? [`${name}.${option}`] : [])),
  );
  expect(lives).toEqual([]);
});

const addressOf = ({ place }: HandledRequest): string => (place === "server" ? "localhost" : "romeo@localhost");
const asks = ({ type, ...answered }: HandledRequest, child: string) =>
  romeo.asks(`<iq type="${type}" to="${addressOf({ type, ...answered })}">${child}</iq>`);

const HUGE = "x".repeat(100_000);
const MANY = Array.from({ length: 1000 }, (_, n) => `<item jid="a${n}@localhost" node="${n}"/>`).join("");
const PAYLOADS: readonly (readonly [what: string, attributes: string, children: string])[] = [
  ["empty", "", ""],
  ["with attributes of no meaning", `node="" ver="0" version="-1" xml:lang="zz" queryid="${HUGE}"`, ""],
  ["with huge text", "", HUGE],
  ["with a thousand children", "", MANY],
  ["with foreign children", "", '<x xmlns="urn:foreign"><y z="1">&lt;</y></x><set xmlns="urn:foreign"/>'],
  ["with a foreign form", "", '<x xmlns="jabber:x:data" type="submit"><field/><field var=""><value/></field></x>'],
  ["with itself inside", "", "ITSELF"],
];

for (const module of modules) {
  describe(module.name, () => {
    const { handlers, catalogue } = bootAlone(module, emptyDatabase());
    const answered = requestsHandledBy(handlers);

    test("is set up on an empty database, and again on the database it has made", () => {
      const db = emptyDatabase();
      bootAlone(module, db);
      expect(() => bootAlone(module, db)).not.toThrow();
    });

    test("advertises what it answers, and the server includes it in disco#info", () => {
      for (const { place, ns } of answered) {
        if (place === "server") expect([...accepted.server]).toContain(ns);
        else expect([...accepted.account]).toContain(ns);
      }
    });

    test("advertises only what it answers or declares", () => {
      const { features: further = [] } = handlers.disco ?? {};
      const features = [...(module.features ?? []), ...(module.accountFeatures ?? []), ...further];
      const known = new Set([...features, ...answered.map(({ ns }) => ns)]);
      const unknown = [...catalogue.server, ...catalogue.account].filter((feature) => !known.has(feature));
      expect(unknown).toEqual([]);
    });

    for (const namespace of new Set(answered.map(({ ns, place }) => `${place} ${ns}`))) {
      const one = answered.find(({ ns, place }) => `${place} ${ns}` === namespace);
      if (!one) continue;
      test(`an unknown request in a known namespace is answered with an error: ${namespace}`, async () => {
        for (const type of ["get", "set"] as const) {
          const answer = await asks({ ...one, type }, `<nonesuch xmlns="${one.ns}"/>`);
          expect(answer.attrs.type).toBe("error");
          expect(conditionOf(answer)).not.toBe("internal-server-error");
        }
      });
    }

    for (const request of answered) {
      const { place, type, name, ns } = request;
      test(`${type} <${name} xmlns="${ns}"/> to ${place} is answered, whatever its content`, async () => {
        for (const [what, attributes, children] of PAYLOADS) {
          const inside = children.replace("ITSELF", `<${name}><${name}/></${name}>`);
          const answer = await asks(request, `<${name} xmlns="${ns}" ${attributes}>${inside}</${name}>`);
          const outcome = `${what}: ${answer.attrs.type} ${conditionOf(answer)}`;
          expect(outcome).toMatch(/: (result|error)/);
          expect(outcome).not.toContain("internal-server-error");
        }
      });
    }
  });
}
