/** Invitations (XEP-0401, XEP-0445): issued, used once to make an account, and not a second time. */
import { askServer } from "../../../src/control/client.ts";
import { homeAt } from "../../../src/home.ts";
import { Client } from "../../support/client/client.ts";
import { registers, shows, tokenOf } from "../../support/xep/invitations.ts";
import type { Loss } from "../oracle/register.ts";
import { INVITATION_MS, PASSWORD, type Site } from "../sites.ts";
import { type Activity, refused, type World } from "./activity.ts";

/** At a server, in one round: each is tried afterwards. */
const MAX_A_ROUND = 40;

interface Invited {
  readonly site: Site;
  readonly token: string;
  readonly username: string;
  /** Milliseconds that the clock may have been behind when it was made. */
  readonly behind: number;
  /** A request to register was sent. */
  isTried: boolean;
  /** The account was made. */
  isRegistered: boolean;
}

export function invitations(world: World): Activity {
  let round: Invited[] = [];
  let done = 0;
  let names = 0;

  const issue = async (site: Site): Promise<Invited | undefined> => {
    const before = world.behind(site);
    const issued = await askServer(homeAt(site.home), "POST /users/invitations", {}).catch(() => undefined);
    if (!issued) return undefined;
    names += 1;
    const token = tokenOf(issued.uri ?? "");
    const [username, behind] = [`guest${names}`, Math.max(before, world.behind(site))];
    const entry: Invited = { site, token, username, behind, isTried: false, isRegistered: false };
    round.push(entry);
    done += 1;
    return entry;
  };

  /** The type of the answer: "result", or "error". Rejects where the connection ends. */
  const register = async ({ site, token }: Invited, username: string): Promise<string> => {
    const client = await Client.connect(site.at());
    try {
      const shown = await shows(client, token);
      if (shown.attrs.type === "error") return "error";
      return (await registers(client, username, PASSWORD)).attrs.type;
    } finally {
      client.destroy();
    }
  };

  const use = async (entry: Invited): Promise<void> => {
    entry.isTried = true;
    const answer = await register(entry, entry.username).catch(() => undefined);
    if (answer === undefined) return;
    if (answer !== "result") return refused(world, entry.username, "its invitation is refused");
    entry.isRegistered = true;
    done += 1;
  };

  const canSignIn = async ({ site, username }: Invited): Promise<boolean> => {
    try {
      (await Client.login(site.at(), { username, password: PASSWORD })).destroy();
      return true;
    } catch {
      return false;
    }
  };

  const faultsOf = async (entry: Invited): Promise<string[]> => {
    const { username, isRegistered, isTried, behind } = entry;
    const hasAccount = isTried && (await canSignIn(entry));
    if (isRegistered && !hasAccount) return [`${username} was registered, and cannot sign in`];
    // Who has no account registers now: whether the invitation was used up before or not, it makes one account and no more.
    if (!hasAccount && (await register(entry, username)) !== "result")
      return behind >= INVITATION_MS ? [] : [`the invitation for ${username} is lost`];
    if ((await register(entry, `${username}-again`)) === "result")
      return [`the invitation for ${username} was used twice`];
    return [];
  };

  return {
    name: "invitations",
    get done() {
      return done;
    },
    prepare: async () => {},
    run: async (isOver) => {
      const invite = async (site: Site): Promise<void> => {
        for (let left = MAX_A_ROUND; left > 0 && !isOver(); left -= 1) {
          const entry = await issue(site);
          if (!entry) return;
          if (world.random.chance(0.7)) await use(entry);
        }
      };
      await Promise.all(world.sites.all.map(invite));
    },
    check: async (_loss: Loss) => {
      const faults: string[] = [];
      for (const entry of round) faults.push(...(await faultsOf(entry)));
      round = [];
      return faults;
    },
  };
}
