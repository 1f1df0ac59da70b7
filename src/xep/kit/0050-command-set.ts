/** XEP-0050: Ad-Hoc Commands of one kind of address: each a form to fill in, and what is done with it. */
import type { Element } from "ltx";
import type { Jid } from "../../jid/jid.ts";
import { NS_DATA_FORMS } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { StanzaError, type StanzaErrorCondition } from "../../stanza-error.ts";
import { described } from "../0030-disco.ts";
import { dataForm, type Field, type Form, formIn, type Heading } from "./0004-data-forms.ts";
import { CommandSessions } from "./0050-command-sessions.ts";

export const NS_COMMANDS = "http://jabber.org/protocol/commands";

/** What has come of a command: something to say, something to show. */
export interface Outcome {
  readonly note?: string;
  readonly form?: Element;
}

/** `Asker` is what is known of who asks: an address, or what it is to a room. */
export interface Command<Asker = Jid> {
  readonly node: string;
  readonly name: string;
  /** Who sees it and may run it. */
  readonly isFor: (asker: Asker) => boolean;
  /** XEP-0068: what its form is about. */
  readonly formType: string;
  readonly heading: Heading;
  /** What has to be known first; none where it runs at once. */
  readonly fields: (asker: Asker) => readonly Field[];
  /**
   * Throws or rejects with a StanzaError. One of type "modify" (RFC 6120 §8.3.2) is about what was filled in: it is shown
   * with the form, which may be sent once more. Any other is the answer (XEP-0133 §5). `language` is that of the request
   * (§3.3: its xml:lang), empty where it says none.
   */
  readonly run: (form: Form, asker: Asker, language: string) => Outcome | Promise<Outcome>;
}

export interface CommandParts<Asker> {
  /** Who it is, and the address that was asked where there are several of the kind. */
  readonly between: (asker: Asker) => { readonly jid: Jid; readonly at: string };
  readonly id: () => string;
  readonly now: () => number;
}

const NO_FORM: Form = { type: "submit", formType: undefined, fields: new Map() };

/** §4.4: the general condition, and what it means here. */
const refusal = (name: string, condition: StanzaErrorCondition = "bad-request"): StanzaError =>
  new StanzaError(condition, { application: { name, xmlns: NS_COMMANDS } });

export class CommandSet<Asker> {
  readonly #known = new Map<string, Command<Asker>>();
  readonly #parts: CommandParts<Asker>;
  readonly #executions: CommandSessions;

  constructor(parts: CommandParts<Asker>) {
    this.#parts = parts;
    this.#executions = new CommandSessions(parts);
  }

  add(command: Command<Asker>): void {
    this.#known.set(command.node, command);
  }

  /** §2.2: those that who asks may run. */
  offered(asker: Asker): Command<Asker>[] {
    return [...this.#known.values()].filter(({ isFor }) => isFor(asker));
  }

  /** §2.2: disco#info of one; undefined where there is none. Throws StanzaError forbidden. */
  info(node: string, asker: Asker): Element[] | undefined {
    const command = this.#known.get(node);
    if (!command) return undefined;
    if (!command.isFor(asker)) throw new StanzaError("forbidden");
    return described(
      [{ category: "automation", type: "command-node", name: command.name }],
      [NS_COMMANDS, NS_DATA_FORMS],
    );
  }

  /** A <command/>. Throws or rejects with StanzaError (§4.4). */
  answer(request: Element, asker: Asker): Element | Promise<Element> {
    const found = this.#known.get(request.attrs.node ?? "");
    if (!found) throw new StanzaError("item-not-found");
    if (!found.isFor(asker)) throw new StanzaError("forbidden");
    return request.attrs.sessionid === undefined
      ? this.#begin(found, request, asker)
      : this.#proceed(found, request, asker);
  }

  /** Who knows the form already may send it at once (XEP-0317 §3.3). */
  #begin(command: Command<Asker>, request: Element, asker: Asker): Element | Promise<Element> {
    const { jid, at } = this.#parts.between(asker);
    const fields = command.fields(asker);
    const given = formIn(request);
    const session = this.#executions.begin(`${at}#${command.node}`, jid);
    if (fields.length === 0) return this.#run(command, session, NO_FORM, asker, request);
    return given?.type === "submit" && isFilledIn(given, fields)
      ? this.#run(command, session, given, asker, request)
      : executing(command, session, fields);
  }

  /** The one stage that every command has. */
  #proceed(command: Command<Asker>, request: Element, asker: Asker): Element | Promise<Element> {
    const { jid, at } = this.#parts.between(asker);
    const { sessionid, action = "execute" } = request.attrs;
    const state = this.#executions.stateOf(sessionid, `${at}#${command.node}`, jid);
    if (state !== "open")
      throw state === "expired" ? refusal("session-expired", "not-allowed") : refusal("bad-sessionid");
    if (action === "cancel") {
      this.#executions.end(sessionid);
      return xml("command", { xmlns: NS_COMMANDS, node: command.node, sessionid, status: "canceled" });
    }
    if (action !== "execute" && action !== "complete")
      throw refusal(action === "prev" || action === "next" ? "bad-action" : "malformed-action");
    const form = formIn(request);
    if (!form || !isFilledIn(form, command.fields(asker))) throw refusal("bad-payload");
    return this.#run(command, sessionid, form, asker, request);
  }

  #run(
    command: Command<Asker>,
    session: string,
    form: Form,
    asker: Asker,
    { attrs, parent }: Element,
  ): Element | Promise<Element> {
    try {
      const outcome = command.run(form, asker, attrs["xml:lang"] ?? parent?.attrs["xml:lang"] ?? "");
      if (!(outcome instanceof Promise)) return this.#completed(command, session, outcome);
      return outcome.then(
        (result) => this.#completed(command, session, result),
        (error: unknown) => this.#refused(command, session, form, asker, error),
      );
    } catch (error) {
      return this.#refused(command, session, form, asker, error);
    }
  }

  #completed({ node }: Command<Asker>, session: string, { note, form }: Outcome, type = "info"): Element {
    this.#executions.end(session);
    const said = note === undefined ? undefined : xml("note", { type }, note);
    return xml("command", { xmlns: NS_COMMANDS, node, sessionid: session, status: "completed" }, form, said);
  }

  /** What is filled in cannot be taken: once more, with what it was. §3.6: without a form, it is over. */
  #refused(command: Command<Asker>, session: string, form: Form, asker: Asker, error: unknown): Element {
    if (!(error instanceof StanzaError && error.type === "modify")) throw error;
    const fields = command.fields(asker).map((field) => remembered(field, form));
    if (fields.length === 0) return this.#completed(command, session, { note: error.message }, "error");
    return executing(command, session, fields, error.message);
  }
}

function executing(
  { node, formType, heading }: Pick<Command, "node" | "formType" | "heading">,
  session: string,
  fields: readonly Field[],
  note?: string,
): Element {
  return xml(
    "command",
    { xmlns: NS_COMMANDS, node, sessionid: session, status: "executing" },
    xml("actions", { execute: "complete" }, xml("complete")),
    dataForm("form", formType, fields, heading),
    note === undefined ? undefined : xml("note", { type: "error" }, note),
  );
}

/** §2.4.2: what was filled in is shown again; secrets are not sent back. */
const remembered = (field: Field, { fields }: Form): Field =>
  field.type === "text-private" ? field : { ...field, values: fields.get(field.var) ?? field.values };

/** What is required is there, and is not empty. */
const isFilledIn = (form: Form, fields: readonly Field[]): boolean =>
  fields.every(
    ({ var: name, isRequired }) => !isRequired || form.fields.get(name)?.some((value) => value.trim() !== ""),
  );
