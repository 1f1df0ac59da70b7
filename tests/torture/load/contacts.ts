/** Rosters (RFC 6121 §2): contacts that are added, renamed and removed. */
import { type Loss, Register } from "../oracle/register.ts";
import { type Activity, appOf, refused, type World } from "./activity.ts";
import type { App } from "./app.ts";

const ROSTER = "jabber:iq:roster";
const CONTACTS = ["friend1@nowhere.example", "friend2@nowhere.example", "friend3@nowhere.example"] as const;
const NOT_THERE = "not there";

interface Book {
  readonly app: App;
  readonly contacts: ReadonlyMap<string, Register<string>>;
}

/** The names and subscriptions in a roster, by address. */
export async function rosterOf(
  app: App,
): Promise<Map<string, { readonly name: string; readonly subscription: string }>> {
  const answer = await app.asks("get", `<query xmlns='${ROSTER}'/>`);
  if (!answer) throw new Error(`${app.account}: no answer`);
  const found = answer.getChild("query", ROSTER)?.getChildren("item") ?? [];
  return new Map(
    found.map(({ attrs }) => [attrs.jid, { name: attrs.name ?? "", subscription: attrs.subscription ?? "none" }]),
  );
}

export function contacts(world: World): Activity {
  const books = ["bob", "fay"].map((username): Book => {
    const app = appOf(world, username);
    const registers = CONTACTS.map(
      (jid) => [jid, new Register(`${jid} in the roster of ${app.account}`, NOT_THERE)] as const,
    );
    return { app, contacts: new Map(registers) };
  });
  let done = 0;

  const step = async ({ app, contacts: registers }: Book): Promise<void> => {
    const [jid, register] = world.random.pick([...registers]);
    const isRemoval = register.last !== NOT_THERE && world.random.chance(0.3);
    const name = isRemoval ? NOT_THERE : `name ${done + 1}`;
    register.asks(name);
    const how = isRemoval ? "subscription='remove'" : `name='${name}'`;
    const answer = await app.asks("set", `<query xmlns='${ROSTER}'><item jid='${jid}' ${how}/></query>`);
    // Where the answer to a former request was lost, the contact may be gone already.
    if (answer?.attrs.type === "error" && !isRemoval) refused(world, register.name, answer);
    if (answer?.attrs.type !== "result") return;
    register.kept();
    done += 1;
  };

  return {
    name: "contacts",
    get done() {
      return done;
    },
    prepare: async () => {},
    run: async (isOver) => {
      const write = async (book: Book): Promise<void> => {
        while (!isOver() && book.app.isConnected) await step(book);
      };
      await Promise.all(books.map(write));
    },
    check: async (loss: Loss) => {
      const faults: string[] = [];
      for (const { app, contacts: registers } of books) {
        const roster = await rosterOf(app);
        for (const [jid, register] of registers)
          faults.push(...register.found(roster.get(jid)?.name ?? NOT_THERE, loss));
      }
      return faults;
    },
  };
}
