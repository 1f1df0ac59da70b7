/** All pages of a server on which something has happened: those to which links lead, as a stranger and as an administrator. */
import { askServer } from "../../../src/control/client.ts";
import type { ShownPage } from "../../../src/web/pages/testing.ts";
import { cast } from "../cast.ts";
import { freePorts } from "../network/free-ports.ts";
import { PASSWORD, startTestServer, type TestServer } from "../server.ts";
import { invite } from "../xep/invitations.ts";
import { uploads } from "../xep/upload.ts";
import { browserOf, signInOn } from "./pages.ts";

export const ADMINISTRATOR = "juliet";

export interface FoundPage extends ShownPage {
  /** A name for a picture of it: its path, without what is random. */
  readonly name: string;
}

export interface WholeSite extends AsyncDisposable {
  readonly server: TestServer;
  readonly origin: string;
  readonly ofStrangers: readonly FoundPage[];
  readonly ofAdministrators: readonly FoundPage[];
  /** The administrator's, for a cookie jar. */
  readonly session: string;
}

/** More would be a mistake of the search. */
const MOST_PAGES = 100;

/** Starts a server with people, a circle, rooms, files and invitations. */
export async function openWholeSite(): Promise<WholeSite> {
  const [port] = freePorts(1);
  const server = await startTestServer({ settings: [`listen.https=127.0.0.1:${port}`] });
  await server.createAccount(`${ADMINISTRATOR}@localhost`, PASSWORD, true);
  const people = await cast(server, ["romeo", ADMINISTRATOR]);
  for (const person of Object.values(people)) {
    await uploads(person, "hello", { name: "The balcony.txt", type: "text/plain" });
    await person.leaves();
  }
  await server.createAccount("tybalt@localhost");
  await askServer(server.home, "POST /users/disable", { jid: "tybalt@localhost" });
  const owner = `${ADMINISTRATOR}@localhost`;
  await askServer(server.home, "POST /rooms", { room: "feast", name: "The feast", isPublic: true, owner });
  await askServer(server.home, "POST /circles", { circle: "Family", people: [owner, "romeo@localhost"] });
  await invite(server, { inviter: owner, note: "the nurse" });
  const [forOne, forMany] = [await invite(server, { inviter: owner }), await invite(server, { uses: 5 })];
  const reset = await askServer(server.home, "POST /users/reset", { jid: "romeo@localhost" });

  const stranger = browserOf(server);
  const links = [forOne.url, forMany.url, reset?.url].map((url) => new URL(url ?? "").pathname);
  const ofStrangers = await search(stranger.get, ["/", "/account", ...links, "/invite/nothing", "/nothing"]);
  const administrator = browserOf(server);
  await signInOn(administrator, ADMINISTRATOR, PASSWORD);
  const ofAdministrators = await search(administrator.get, ["/account", "/admin", "/chat"]);
  return {
    ...{ server, ofStrangers, ofAdministrators },
    origin: `https://localhost:${port}`,
    session: administrator.cookies.get("session") ?? "",
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Follows links; of addresses that differ in their query alone, the first. */
async function search(
  get: (path: string) => Promise<ShownPage>,
  seeds: readonly string[],
): Promise<readonly FoundPage[]> {
  const seen = new Set(seeds);
  const found: FoundPage[] = [];
  const paths = [...seeds];
  for (const path of paths) {
    const page = await get(path);
    if (!page.headers.get("content-type")?.startsWith("text/html")) continue;
    found.push({
      ...page,
      path,
      name: `${nameOf(path)}${found.some(({ name }) => name === nameOf(path)) ? "-2" : ""}`,
    });
    if (found.length > MOST_PAGES) throw new Error(`so many pages? ${paths.join(" ")}`);
    for (const [, link = ""] of page.html.matchAll(/<a\b[^>]* href="(\/[^"#]*)/g)) {
      const [place = ""] = link.split("?");
      if (seen.has(place) || place.startsWith("/upload/")) continue;
      seen.add(place);
      paths.push(link.replaceAll("&amp;", "&"));
    }
  }
  return found;
}

const nameOf = (path: string): string =>
  path
    .replace(/\?.*/, "")
    .replace(/[\w-]{20,}/, "link")
    .replaceAll("/", "-")
    .replace(/^-/, "") || "door";
