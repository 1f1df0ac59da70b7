/** XEP-0401, XEP-0445 in a test: invitations made by whoever runs the server, and clients that show their tokens. */
import type { Element } from "ltx";
import { askServer } from "../../../src/control/client.ts";
import type { BodyOf } from "../../../src/control/protocol.ts";
import type { IssuedInvitation } from "../../../src/operations/invitations.ts";
import type { Client } from "../client/client.ts";
import type { TestServer } from "../server.ts";

export const PARS = "urn:xmpp:pars:0";
export const REGISTER = "jabber:iq:register";

export async function invite(
  server: Pick<TestServer, "home">,
  wish: BodyOf<"POST /users/invitations"> = {},
): Promise<IssuedInvitation & { readonly token: string }> {
  const issued = await askServer(server.home, "POST /users/invitations", wish);
  if (!issued) throw new Error("no server is running");
  return { ...issued, token: tokenOf(issued.uri ?? "") };
}

export const tokenOf = (uri: string): string => /[;?]preauth=([A-Za-z0-9]+)/.exec(uri)?.[1] ?? "";

let requests = 0;

/** The answer to a request before authentication. */
async function answerTo(client: Client, type: "get" | "set", payload: string): Promise<Element> {
  requests += 1;
  const id = `reg${requests}`;
  client.send(`<iq type="${type}" id="${id}">${payload}</iq>`);
  return await client.receive(({ name, attrs }) => name === "iq" && attrs.id === id);
}

export const shows = (client: Client, token: string): Promise<Element> =>
  answerTo(client, "set", `<preauth xmlns="${PARS}" token="${token}"/>`);

export const asksForm = (client: Client): Promise<Element> => answerTo(client, "get", `<query xmlns="${REGISTER}"/>`);

export const registers = (client: Client, username: string, password: string): Promise<Element> =>
  answerTo(
    client,
    "set",
    `<query xmlns="${REGISTER}"><username>${username}</username><password>${password}</password></query>`,
  );
