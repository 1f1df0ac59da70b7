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
  /**
   * Throws or rejects with a StanzaError. One of type "modify" (RFC 6120 §8.3.2) is about what was filled in: it is shown
   * with the form, which may be sent once more. Any other is the answer (XEP-0133 §5).
   */
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

    const completed = ({ node }: Command, session: string, { note, form }: Outcome, type = "info"): Element => {
      executions.end(session);
      const said = note === undefined ? undefined : xml("note", { type }, note);
      return xml("command", { xmlns: NS, node, sessionid: session, status: "completed" }, form, said);
    };

    const executing = (
      { node, formType, heading }: Command,
      session: string,
      fields: readonly Field[],
      note?: string,
    ) =>
      xml(
        "command",
        { xmlns: NS, node, sessionid: session, status: "executing" },
        xml("actions", { execute: "complete" }, xml("complete")),
        dataForm("form", formType, fields, heading),
        note === undefined ? undefined : xml("note", { type: "error" }, note),
      );

    /** What is filled in cannot be taken: once more, with what it was. §3.6: without a form, it is over. */
    const refused = (command: Command, session: string, form: Form, error: unknown): Element => {
      if (!(error instanceof StanzaError && error.type === "modify")) throw error;
      const fields = command.fields().map((field) => remembered(field, form));
      if (fields.length === 0) return completed(command, session, { note: error.message }, "error");
      return executing(command, session, fields, error.message);
    };

    const run = (command: Command, session: string, form: Form, asker: Jid): Element | Promise<Element> => {
      try {
        const outcome = command.run(form, asker);
        if (!(outcome instanceof Promise)) return completed(command, session, outcome);
        return outcome.then(
          (result) => completed(command, session, result),
          (error: unknown) => refused(command, session, form, error),
        );
      } catch (error) {
        return refused(command, session, form, error);
      }
    };

    const begin = (command: Command, asker: Jid): Element | Promise<Element> => {
      const fields = command.fields();
      const session = executions.begin(command.node, asker);
      return fields.length === 0 ? run(command, session, NO_FORM, asker) : executing(command, session, fields);
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

/** §2.4.2: what was filled in is shown again; secrets are not sent back. */
const remembered = (field: Field, { fields }: Form): Field =>
  field.type === "text-private" ? field : { ...field, values: fields.get(field.var) ?? field.values };

/** What is required is there, and is not empty. */
const isFilledIn = (form: Form, { fields }: Command): boolean =>
  fields().every(
    ({ var: name, isRequired }) => !isRequired || form.fields.get(name)?.some((value) => value.trim() !== ""),
  );
