/** PEP (XEP-0163): items that are published, replaced and retracted. */
import { type Loss, Register } from "../oracle/register.ts";
import { type Activity, appOf, refused, type World } from "./activity.ts";
import type { App } from "./app.ts";

const PUBSUB = "http://jabber.org/protocol/pubsub";
const NODE = "urn:example:notes";
const ITEMS = ["a", "b", "c", "d"] as const;
const GONE = "gone";

interface Shelf {
  readonly app: App;
  readonly items: ReadonlyMap<string, Register<string>>;
}

const OPTIONS = `<publish-options><x xmlns='jabber:x:data' type='submit'>
<field var='FORM_TYPE' type='hidden'><value>${PUBSUB}#publish-options</value></field>
<field var='pubsub#persist_items'><value>true</value></field><field var='pubsub#max_items'><value>20</value></field>
</x></publish-options>`;

export function items(world: World): Activity {
  const shelves = ["alice", "dora"].map((username): Shelf => {
    const app = appOf(world, username);
    return { app, items: new Map(ITEMS.map((id) => [id, new Register(`item ${id} of ${app.account}`, GONE)])) };
  });
  let done = 0;

  const publish = (app: App, id: string, value: string) =>
    app.asks(
      "set",
      `<pubsub xmlns='${PUBSUB}'><publish node='${NODE}'><item id='${id}'><note xmlns='${NODE}'>${value}</note></item></publish>${OPTIONS}</pubsub>`,
    );
  const retract = (app: App, id: string) =>
    app.asks("set", `<pubsub xmlns='${PUBSUB}'><retract node='${NODE}'><item id='${id}'/></retract></pubsub>`);

  const step = async ({ app, items: registers }: Shelf): Promise<void> => {
    const [id, register] = world.random.pick([...registers]);
    const isRetraction = register.last !== GONE && world.random.chance(0.3);
    const value = isRetraction ? GONE : String(done + 1);
    register.asks(value);
    const answer = await (isRetraction ? retract(app, id) : publish(app, id, value));
    if (answer?.attrs.type === "error") refused(world, register.name, answer);
    if (answer?.attrs.type !== "result") return;
    register.kept();
    done += 1;
  };

  const valuesOf = async (app: App): Promise<Map<string, string>> => {
    const answer = await app.asks("get", `<pubsub xmlns='${PUBSUB}'><items node='${NODE}'/></pubsub>`);
    if (!answer) throw new Error(`${app.account}: no answer`);
    const found = answer.getChild("pubsub")?.getChild("items")?.getChildren("item") ?? [];
    return new Map(found.map((item) => [item.attrs.id, item.getChildText("note") ?? ""]));
  };

  return {
    name: "items",
    get done() {
      return done;
    },
    prepare: async () => {},
    run: async (isOver) => {
      const write = async (shelf: Shelf): Promise<void> => {
        while (!isOver() && shelf.app.isConnected) await step(shelf);
      };
      await Promise.all(shelves.map(write));
    },
    check: async (loss: Loss) => {
      const faults: string[] = [];
      for (const { app, items: registers } of shelves) {
        const values = await valuesOf(app);
        for (const [id, register] of registers) faults.push(...register.found(values.get(id) ?? GONE, loss));
      }
      return faults;
    },
  };
}
