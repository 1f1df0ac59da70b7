/** XEP-0050: Ad-Hoc Commands of the domain: each a form to fill in, and what is done with it. */
import type { Element } from "ltx";
import type { Jid } from "../jid.ts";
import { defineModule } from "../server/module.ts";
import { type Stanza, xml } from "../stanza.ts";
import { StanzaError, type StanzaErrorCondition } from "../stanza-error.ts";
import { DATA, dataForm, type Field, type Form, formIn, type Heading } from "./0004-data-forms.ts";
import { described, disco } from "./0030-disco.ts";
import { Executions } from "./0050-executions.ts";

const NS = "http://jabber.org/protocol/commands";

/** What has come of a command: something to say, something to show. */
export interface Outcome {
  readonly note?: string;
  readonly form?: Element;
}

export interface Command {
  readonly node: string;
  readonly name: string;
  /** Who sees it and may run it. */
  readonly isFor: (asker: Jid) => boolean;
  /** XEP-0068: what its form is about. */
  readonly formType: string;
  readonly heading: Heading;
  /** What has to be known first; none where it runs at once. */
  readonly fields: () => readonly Field[];
  /** Throws or rejects with a StanzaError; then the form may be sent once more. */
  readonly run: (form: Form, asker: Jid) => Outcome | Promise<Outcome>;
}

const NO_FORM: Form = { type: "submit", formType: undefined, fields: new Map() };

/** §4.4: the general condition, and what it means here. */
const refusal = (name: string, condition: StanzaErrorCondition = "bad-request"): StanzaError =>
  new StanzaError(condition, { application: { name, xmlns: NS } });

export const commands = defineModule({
  name: "commands",
  xep: "0050",
  version: "1.3.0",
  setup: ({ id, now, use }) => {
    const { describeNode, listNode } = use(disco);
    const known = new Map<string, Command>();
    const executions = new Executions({ id, now });

    const describe = ({ name }: Command): Element[] =>
      described([{ category: "automation", type: "command-node", name }], [NS, DATA]);
    const itemsFor = ({ from, to }: Stanza): Element[] =>
      [...known.values()]
        .filter(({ isFor }) => isFor(from))
        .map(({ node, name }) => xml("item", { jid: to?.full, node, name }));
    listNode(NS, itemsFor);
    describeNode(NS, () => described([{ category: "automation", type: "command-list" }], []));

    const completed = ({ node }: Command, session: string, { note, form }: Outcome): Element => {
      executions.end(session);
      const said = note === undefined ? undefined : xml("note", { type: "info" }, note);
      return xml("command", { xmlns: NS, node, sessionid: session, status: "completed" }, form, said);
    };

    const run = (command: Command, session: string, form: Form, asker: Jid): Element | Promise<Element> => {
      const outcome = command.run(form, asker);
      if (!(outcome instanceof Promise)) return completed(command, session, outcome);
      return outcome.then((result) => completed(command, session, result));
    };

    const begin = (command: Command, asker: Jid): Element | Promise<Element> => {
      const { node, formType, heading } = command;
      const fields = command.fields();
      const session = executions.begin(node, asker);
      if (fields.length === 0) return run(command, session, NO_FORM, asker);
      const attributes = { xmlns: NS, node, sessionid: session, status: "executing" };
      const actions = xml("actions", { execute: "complete" }, xml("complete"));
      return xml("command", attributes, actions, dataForm("form", formType, fields, heading));
    };

    /** The one stage that every command has. */
    const proceed = (command: Command, request: Element, asker: Jid): Element | Promise<Element> => {
      const { sessionid, action = "execute" } = request.attrs;
      const state = executions.stateOf(sessionid, command.node, asker);
      if (state !== "open")
        throw state === "expired" ? refusal("session-expired", "not-allowed") : refusal("bad-sessionid");
      if (action === "cancel") {
        executions.end(sessionid);
        return xml("command", { xmlns: NS, node: command.node, sessionid, status: "canceled" });
      }
      if (action !== "execute" && action !== "complete")
        throw refusal(action === "prev" || action === "next" ? "bad-action" : "malformed-action");
      const form = formIn(request);
      if (!form || !isFilledIn(form, command)) throw refusal("bad-payload");
      return run(command, sessionid, form, asker);
    };

    const command = (request: Element, { from }: Stanza): Element | Promise<Element> => {
      const found = known.get(request.attrs.node ?? "");
      if (!found) throw new StanzaError("item-not-found");
      if (!found.isFor(from)) throw new StanzaError("forbidden");
      return request.attrs.sessionid === undefined ? begin(found, from) : proceed(found, request, from);
    };

    return {
      iq: { server: { [NS]: { set: { command } } } },
      api: {
        add: (added: Command): void => {
          known.set(added.node, added);
          describeNode(added.node, ({ from }) => {
            if (!added.isFor(from)) throw new StanzaError("forbidden");
            return describe(added);
          });
        },
      },
    };
  },
});

/** What is required is there, and is not empty. */
const isFilledIn = (form: Form, { fields }: Command): boolean =>
  fields().every(
    ({ var: name, isRequired }) => !isRequired || form.fields.get(name)?.some((value) => value.trim() !== ""),
  );
