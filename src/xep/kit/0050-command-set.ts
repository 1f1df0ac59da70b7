/** XEP-0050: Ad-Hoc Commands of one kind of address. Each has one stage: a form, and what is done when it is submitted. */
import type { Element } from "ltx";
import type { Jid } from "../../jid/jid.ts";
import { NS_DATA_FORMS } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { StanzaError, type StanzaErrorCondition } from "../../stanza-error.ts";
import { infoChildren } from "../0030-disco.ts";
import { dataForm, type Field, type Form, formIn, type Heading } from "./0004-data-forms.ts";
import { CommandSessions } from "./0050-command-sessions.ts";

export const NS_COMMANDS = "http://jabber.org/protocol/commands";

/** The result of a command: a note, a form. */
export interface Outcome {
  readonly note?: string;
  readonly form?: Element;
}

/** `Requester` is an address, or what the address is to a room. */
export interface Command<Requester = Jid> {
  readonly node: string;
  readonly name: string;
  /** Whether a requester may see and run it. */
  readonly isFor: (requester: Requester) => boolean;
  /** XEP-0068: its form's FORM_TYPE. */
  readonly formType: string;
  readonly heading: Heading;
  /** The fields of the form; none for a command that runs at once. */
  readonly fields: (requester: Requester) => readonly Field[];
  /**
   * Throws or rejects with a StanzaError. One of type "modify" (RFC 6120 §8.3.2) is about the submitted values: it is shown with
   * the form, which may be submitted again. Any other is the answer (XEP-0133 §5). `language` is the xml:lang of the request
   * (§3.3), or empty.
   */
  readonly run: (form: Form, requester: Requester, language: string) => Outcome | Promise<Outcome>;
}

export interface CommandSetDeps<Requester> {
  /** The requester's JID, and the address of the command where there are several of the kind. */
  readonly endpoints: (requester: Requester) => { readonly jid: Jid; readonly at: string };
  readonly id: () => string;
  readonly now: () => number;
}

const NO_FORM: Form = { type: "submit", formType: undefined, fields: new Map() };

/** §4.4: a general condition with an application condition. */
const refusal = (name: string, condition: StanzaErrorCondition = "bad-request"): StanzaError =>
  new StanzaError(condition, { application: { name, xmlns: NS_COMMANDS } });

export class CommandSet<Requester> {
  readonly #known = new Map<string, Command<Requester>>();
  readonly #deps: CommandSetDeps<Requester>;
  readonly #sessions: CommandSessions;

  constructor(deps: CommandSetDeps<Requester>) {
    this.#deps = deps;
    this.#sessions = new CommandSessions(deps);
  }

  add(command: Command<Requester>): void {
    this.#known.set(command.node, command);
  }

  /** §2.2: the commands that a requester may run. */
  offered(requester: Requester): Command<Requester>[] {
    return [...this.#known.values()].filter(({ isFor }) => isFor(requester));
  }

  /** §2.2: disco#info of a command; undefined where there is none. Throws StanzaError forbidden. */
  info(node: string, requester: Requester): Element[] | undefined {
    const command = this.#known.get(node);
    if (!command) return undefined;
    if (!command.isFor(requester)) throw new StanzaError("forbidden");
    return infoChildren(
      [{ category: "automation", type: "command-node", name: command.name }],
      [NS_COMMANDS, NS_DATA_FORMS],
    );
  }

  /** A <command/>. Throws or rejects with StanzaError (§4.4). */
  answer(request: Element, requester: Requester): Element | Promise<Element> {
    const found = this.#known.get(request.attrs.node ?? "");
    if (!found) throw new StanzaError("item-not-found");
    if (!found.isFor(requester)) throw new StanzaError("forbidden");
    return request.attrs.sessionid === undefined
      ? this.#begin(found, request, requester)
      : this.#proceed(found, request, requester);
  }

  /** A client that knows the form may submit it at once (XEP-0317 §3.3). */
  #begin(command: Command<Requester>, request: Element, requester: Requester): Element | Promise<Element> {
    const { jid, at } = this.#deps.endpoints(requester);
    const fields = command.fields(requester);
    const given = formIn(request);
    const session = this.#sessions.begin(`${at}#${command.node}`, jid);
    if (fields.length === 0) return this.#run(command, session, NO_FORM, requester, request);
    return given?.type === "submit" && isFilledIn(given, fields)
      ? this.#run(command, session, given, requester, request)
      : executing(command, session, fields);
  }

  /** The one stage that every command has. */
  #proceed(command: Command<Requester>, request: Element, requester: Requester): Element | Promise<Element> {
    const { jid, at } = this.#deps.endpoints(requester);
    const { sessionid, action = "execute" } = request.attrs;
    const state = this.#sessions.stateOf(sessionid, `${at}#${command.node}`, jid);
    if (state !== "open")
      throw state === "expired" ? refusal("session-expired", "not-allowed") : refusal("bad-sessionid");
    if (action === "cancel") {
      this.#sessions.end(sessionid);
      return xml("command", { xmlns: NS_COMMANDS, node: command.node, sessionid, status: "canceled" });
    }
    if (action !== "execute" && action !== "complete")
      throw refusal(action === "prev" || action === "next" ? "bad-action" : "malformed-action");
    const form = formIn(request);
    if (!form || !isFilledIn(form, command.fields(requester))) throw refusal("bad-payload");
    return this.#run(command, sessionid, form, requester, request);
  }

  #run(
    command: Command<Requester>,
    session: string,
    form: Form,
    requester: Requester,
    { attrs, parent }: Element,
  ): Element | Promise<Element> {
    try {
      const outcome = command.run(form, requester, attrs["xml:lang"] ?? parent?.attrs["xml:lang"] ?? "");
      if (!(outcome instanceof Promise)) return this.#completed(command, session, outcome);
      return outcome.then(
        (result) => this.#completed(command, session, result),
        (error: unknown) => this.#refused(command, session, form, requester, error),
      );
    } catch (error) {
      return this.#refused(command, session, form, requester, error);
    }
  }

  #completed({ node }: Command<Requester>, session: string, { note, form }: Outcome, type = "info"): Element {
    this.#sessions.end(session);
    const noteElement = note === undefined ? undefined : xml("note", { type }, note);
    return xml("command", { xmlns: NS_COMMANDS, node, sessionid: session, status: "completed" }, form, noteElement);
  }

  /** Shows the form again, with the submitted values and the error. §3.6: a command without a form completes with an error. */
  #refused(command: Command<Requester>, session: string, form: Form, requester: Requester, error: unknown): Element {
    if (!(error instanceof StanzaError && error.type === "modify")) throw error;
    const fields = command.fields(requester).map((field) => withValues(field, form));
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

/** §2.4.2: a field with its submitted values; secrets are not sent back. */
const withValues = (field: Field, { fields }: Form): Field =>
  field.type === "text-private" ? field : { ...field, values: fields.get(field.var) ?? field.values };

/** Whether all required fields have a value that is not empty. */
const isFilledIn = (form: Form, fields: readonly Field[]): boolean =>
  fields.every(
    ({ var: name, isRequired }) => !isRequired || form.fields.get(name)?.some((value) => value.trim() !== ""),
  );
