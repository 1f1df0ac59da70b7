/** XEP-0363: files that are uploaded, and fetched again. */
import type { Loss } from "../oracle/register.ts";
import type { Site } from "../sites.ts";
import { type Activity, appOf, refused, type World } from "./activity.ts";
import type { App } from "./app.ts";
import { PATIENCE_MS } from "./patience.ts";

const NS = "urn:xmpp:http:upload:0";
const MAX_BYTES = 40_000;
/** So many of those of former rounds are fetched again in each. */
const FORMER = 5;
/** How often one is fetched between two uploads. */
const FETCHED = 0.3;

interface Upload {
  readonly site: Site;
  readonly get: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The server has answered 201. */
  isStored: boolean;
}

/** A request to a server by its address here. */
const web = (site: Site, url: string, init: RequestInit = {}): Promise<Response> => {
  const { host, pathname, search } = new URL(url);
  return fetch(`https://127.0.0.1:${site.https}${pathname}${search}`, {
    ...init,
    headers: { ...(init.headers as Record<string, string>), Host: host },
    tls: { rejectUnauthorized: false },
  } as RequestInit);
};

export function uploads(world: World): Activity {
  const people = ["carol", "dora"].map((username) => appOf(world, username));
  const all: Upload[] = [];
  /** Sentences on what was fetched in this round. */
  const wrong: string[] = [];
  let done = 0;
  /** Index of the first of this round. */
  let first = 0;

  const upload = async (app: App): Promise<void> => {
    const bytes = world.random.bytes(world.random.integer(1, MAX_BYTES));
    const request = `<request xmlns='${NS}' filename='photo.jpg' size='${bytes.length}'/>`;
    const answer = await app.asks("get", request, app.site.domain);
    if (answer?.attrs.type === "error") refused(world, `${app.account} gets no slot`, answer);
    const slot = answer?.getChild("slot", NS);
    if (!slot) return;
    const { put = "", get = "" } = Object.fromEntries(
      slot.getChildElements().map((child) => [child.getName(), child.attrs.url]),
    );
    const entry: Upload = { site: app.site, get, bytes, isStored: false };
    all.push(entry);
    const response = await web(app.site, put, { method: "PUT", body: bytes }).catch(() => undefined);
    if (!response) return;
    if (response.status !== 201) return refused(world, `${app.account} cannot upload`, response.status);
    entry.isStored = true;
    done += 1;
  };

  /** Fetches one while the fault lasts: what is answered by 200 and comes to its end is what was uploaded. */
  const fetched = async ({ site, get, bytes }: Upload): Promise<void> => {
    const began = performance.now();
    const found = await web(site, get, { signal: AbortSignal.timeout(PATIENCE_MS) })
      .then(async (response) => (response.status === 200 ? new Uint8Array(await response.arrayBuffer()) : undefined))
      .catch(() => undefined);
    if (found && Buffer.compare(found, bytes) !== 0) wrong.push(`${get} had other content than was uploaded`);
    if (performance.now() - began >= PATIENCE_MS) wrong.push(`${get} is not answered`);
  };

  const faultOf = async ({ site, get, bytes, isStored }: Upload): Promise<string[]> => {
    const response = await web(site, get);
    const found = new Uint8Array(await response.arrayBuffer());
    if (response.status === 200)
      return Buffer.compare(found, bytes) === 0 ? [] : [`${get} has other content than was uploaded`];
    return isStored ? [`${get} was stored, and is answered by ${response.status}`] : [];
  };

  return {
    name: "uploads",
    get done() {
      return done;
    },
    prepare: async () => {},
    run: async (isOver) => {
      const put = async (app: App): Promise<void> => {
        while (!isOver() && app.isConnected) {
          await upload(app);
          const stored = all.filter(({ isStored, site }) => isStored && site === app.site);
          if (stored.length > 0 && world.random.chance(FETCHED)) await fetched(world.random.pick(stored));
        }
      };
      await Promise.all(people.map(put));
    },
    check: async (_loss: Loss) => {
      const former = Array.from(
        { length: first > 0 ? FORMER : 0 },
        () => all[world.random.integer(0, first - 1)] as Upload,
      );
      const faults: string[] = wrong.splice(0);
      for (const entry of [...all.slice(first), ...former]) faults.push(...(await faultOf(entry)));
      first = all.length;
      return faults;
    },
  };
}
