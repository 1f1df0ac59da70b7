/** XEP-0050 in a test: commands requested, filled in and run. */
import type { Element } from "ltx";
import type { Actor } from "../cast.ts";

export const NS = "http://jabber.org/protocol/commands";

/** Sends a <command/> to a domain; `attributes` is the text of its attributes. */
export const commands = (actor: Actor, attributes: string, content = "", domain = "localhost"): Promise<Element> =>
  actor.asks(`<iq type="set" to="${domain}"><command xmlns="${NS}" ${attributes}>${content}</command></iq>`);

export const commandIn = (answer: Element): Element => {
  const command = answer.getChild("command", NS);
  if (!command) throw new Error(`no command in ${answer}`);
  return command;
};

export const submitForm = (fields: Readonly<Record<string, string | readonly string[]>>): string => {
  const field = ([name, values]: readonly [string, string | readonly string[]]): string =>
    `<field var="${name}">${[values]
      .flat()
      .map((value) => `<value>${value}</value>`)
      .join("")}</field>`;
  return `<x xmlns="jabber:x:data" type="submit">${Object.entries(fields).map(field).join("")}</x>`;
};

/** Starts a command, submits its form, and returns the answer. */
export async function runCommand(
  actor: Actor,
  node: string,
  fields: Parameters<typeof submitForm>[0],
): Promise<Element> {
  const { attrs } = commandIn(await commands(actor, `node="${node}"`));
  return await commands(actor, `node="${node}" sessionid="${attrs.sessionid}" action="complete"`, submitForm(fields));
}
