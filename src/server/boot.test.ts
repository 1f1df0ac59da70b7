import { describe, expect, test } from "bun:test";
import { flag } from "../options.ts";
import { xml } from "../stanza.ts";
import type { AnyModule } from "./boot.ts";
import { defineModule } from "./module.ts";
import { testRouter } from "./testing.ts";

const boot = (...modules: readonly AnyModule[]) => testRouter().boot(...modules);

const pong = { ping: () => undefined };

describe("modules that use each other", () => {
  test("are set up once, those that are used first", () => {
    const order: string[] = [];
    const used = defineModule({ name: "used", setup: () => ({ api: { said: order.push("used") } }) });
    const user = defineModule({
      name: "user",
      setup: ({ use }) => {
        expect(use(used).said).toBe(1);
        order.push("user");
        return {};
      },
    });
    boot(user, used);
    expect(order).toEqual(["used", "user"]);
  });

  test("in a circle fail at boot", () => {
    const one: AnyModule = defineModule({ name: "one", setup: ({ use }) => ({ api: use(other) }) });
    const other: AnyModule = defineModule({ name: "other", setup: ({ use }) => ({ api: use(one) }) });
    expect(() => boot(one, other)).toThrow("modules use each other in a circle: one");
  });
});

test("a handler that fails when a session or the server ends does not keep the others from being called", () => {
  const heard: string[] = [];
  const fails = (): never => {
    throw new TypeError("a mistake of ours");
  };
  const faulty = defineModule({
    name: "faulty",
    setup: () => ({
      session: {
        ended: fails,
        disconnected: fails,
      },
      stopping: fails,
    }),
  });
  const careful = defineModule({
    name: "careful",
    setup: () => ({
      session: {
        ended: () => void heard.push("offline"),
        disconnected: () => void heard.push("disconnected"),
      },
      stopping: () => void heard.push("stopping"),
    }),
  });
  const stage = testRouter();
  const booted = stage.boot(faulty, careful);
  const session = stage.enter("romeo@localhost/orchard");
  booted.session.disconnected(session, []);
  booted.session.ended(session);
  booted.stop();
  expect(heard).toEqual(["disconnected", "offline", "stopping"]);
  expect(stage.errors.map(({ event }) => event)).toEqual(["module-failed", "module-failed", "module-failed"]);
});

test("two modules that answer the same request fail at boot", () => {
  const answers = { iq: { server: { "urn:a": { get: pong } } } };
  const [one, other] = ["one", "other"].map((name) => defineModule({ name, setup: () => answers }));
  expect(() => boot(one as AnyModule, other as AnyModule)).toThrow("two modules answer get <ping");
});

test("XEP-0030 §3: namespaces that are answered are features of who answers them, declared ones of the domain and of accounts", () => {
  const module = defineModule({
    name: "a",
    features: ["declared"],
    accountFeatures: ["personal"],
    setup: () => ({
      iq: { self: { own: { get: pong } }, account: { accounts: { get: pong } }, server: { servers: { get: pong } } },
    }),
  });
  const { catalogue } = boot(module);
  expect([...catalogue.server].sort()).toEqual(["declared", "own", "servers"]);
  expect([...catalogue.account].sort()).toEqual(["accounts", "declared", "own", "personal"]);
});

test("stream features, handlers of ended sessions and nonzas of all modules are gathered", () => {
  const ended: string[] = [];
  const module = defineModule({
    name: "a",
    setup: () => ({
      streamFeature: () => xml("c", { xmlns: "urn:c" }),
      session: {
        ended: ({ account }) => void ended.push(account),
        nonzas: { "urn:n": { active: () => {} } },
      },
      http: [{ path: "/a", methods: {} }],
    }),
  });
  const booted = boot(module);
  expect(booted.catalogue.streamFeatures.map((show) => String(show()))).toEqual(['<c xmlns="urn:c"/>']);
  booted.session.ended({ account: "romeo@localhost" } as never);
  expect(ended).toEqual(["romeo@localhost"]);
  expect(Object.keys(booted.session.nonzas.get("urn:n") ?? {})).toEqual(["active"]);
  expect(booted.http.map(({ path }) => path)).toEqual(["/a"]);
});

test("each module is given the values of its own options", () => {
  const seen: unknown[] = [];
  const configured = (name: string, value: boolean) =>
    defineModule({
      name,
      options: { on: flag(value, "") },
      setup: ({ config }) => {
        seen.push(config.on);
        return {};
      },
    });
  boot(configured("a", true), configured("b", false));
  expect(seen).toEqual([true, false]);
});

test("what each module stores for an account is known by the module's name", () => {
  const module = defineModule({ name: "a", setup: () => ({ storageUsage: (account) => account.length }) });
  const other = defineModule({ name: "b", setup: () => ({}) });
  const { catalogue } = boot(module, other);
  expect([...catalogue.storageUsage].map(([name, usage]) => [name, usage("a@b")])).toEqual([["a", 3]]);
});
