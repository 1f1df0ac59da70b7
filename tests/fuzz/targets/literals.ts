/** Files of other servers, as bytes in memory: Lua (Prosody), Erlang's terms (ejabberd), SQL, XML and JSON. */

import { type Term, textOf } from "../../../src/transfer/ejabberd/term.ts";
import { decodeRow, decodeTerm } from "../../../src/transfer/ejabberd/term-binary.ts";
import { printTerm } from "../../../src/transfer/ejabberd/term-print.ts";
import { parseTerm, TermParser } from "../../../src/transfer/ejabberd/term-text.ts";
import { encoded } from "../../../src/transfer/ejabberd/testing.ts";
import { xmlOf } from "../../../src/transfer/ejabberd/xmlel.ts";
import { elementIn } from "../../../src/transfer/foreign-xml.ts";
import { LiteralError } from "../../../src/transfer/literal-error.ts";
import { fromJson } from "../../../src/transfer/prosody/json.ts";
import { isTable, LuaParser, type LuaValue } from "../../../src/transfer/prosody/lua.ts";
import { elementOf } from "../../../src/transfer/prosody/stanza.ts";
import { SqlParser } from "../../../src/transfer/sql-parser.ts";
import { SqlError } from "../../../src/transfer/sql-reader.ts";
import { same, type Target, unlessRefused, Wrong } from "../target.ts";

const LUA =
  'return {\n\t["name"] = "message";\n\t["attr"] = {\n\t\t["to"] = "a@b\\"\\195\\169";\n\t};\n\t{ ["name"] = "body"; "text", 1, -2.5e3, (1/0), true, nil };\n};\n';

export const lua: Target = {
  name: "lua",
  seeds: [LUA, "return nil", "return { [1] = 0x1F; [false] = 'x', a = {} }"],
  words: [
    "{",
    "}",
    "[",
    "]",
    "=",
    ";",
    ",",
    '"',
    "\\",
    "\\255",
    "\\x41",
    "\\a\\b\\f\\n\\r\\t\\v",
    "\\065",
    "--",
    "return",
    "function()",
    "(0/0)",
    '["__array"]',
  ],
  check: (input) => {
    const parser = new LuaParser(input, 0, input.length);
    const value = unlessRefused([LiteralError], () => {
      parser.expect("return");
      const read = parser.value();
      parser.endStatement();
      parser.expectEnd();
      return read;
    });
    if (value === undefined) return "refused";
    if (isTable(value)) elementOf(value);
    return kindOf(value);
  },
};

const kindOf = (value: LuaValue): string =>
  isTable(value) ? `table ${Math.min(value.array.length, 3)} ${Math.min(value.fields.size, 3)}` : typeof value;

export const json: Target = {
  name: "prosody-json",
  seeds: [
    '{"name":"message","attr":{"to":"a"},"__array":[{"name":"body","attr":{},"__array":["x"]}]}',
    '{"__hash":[1,2,true,{}]}',
  ],
  words: ["{", "}", "[", "]", '"', ":", ",", "\\u0000", '"__array"', '"__hash"', '"__proto__"'],
  check: (input) => {
    const value = fromJson(input.toString());
    if (value !== undefined && isTable(value)) elementOf(value);
    return value === undefined ? "refused" : kindOf(value);
  },
};

const TERM =
  '{archive_msg,{<<"a">>,<<"b">>},[1,-2,1.5,16#ff],"str",#{k => \'two words\'},<<1,2>>,<<"\\303\\251">>,<0.1.2>,{xmlel,<<"m">>,[{<<"to">>,<<"x">>}],[{xmlcdata,<<"t">>}]}}';

/** Undefined for what no data have: a process, a number that is no integer. */
function printedOf(term: Term): string | undefined {
  try {
    return printTerm(term);
  } catch {
    return undefined;
  }
}

export const termText: Target = {
  name: "erlang-text",
  seeds: [TERM, '[{<<"a"/utf8>>, "b" "c"}]', "% comment\n{a}"],
  words: [
    "{",
    "}",
    "[",
    "]",
    "<<",
    ">>",
    '"',
    "'",
    ",",
    "#{",
    "=>",
    "|",
    "\\x{41}",
    ".",
    '<<"',
    '">>',
    "#Ref<0.1>",
    "fun()",
  ],
  check: (input) => {
    const text = input.toString("latin1");
    const term = unlessRefused([LiteralError], () => parseTerm(text));
    const parser = new TermParser(Buffer.from(`${text} .\n`), 0, Buffer.byteLength(text) + 3);
    const row = unlessRefused([LiteralError], () => {
      const read = parser.row(() => 1);
      parser.endTerm();
      return read;
    });
    if ((term === undefined) !== (row === undefined))
      throw new Wrong("a row is refused where a term is not, or the other way round", "");
    if (term === undefined) return "refused";
    const printed = printedOf(term);
    if (printed !== undefined) same("printed twice", printedOf(parseTerm(printed)), printed);
    textOf(term);
    return `${typeof term} ${elementIn(xmlOf(term)) !== undefined} ${Math.min(printed?.length ?? 0, 40)}`;
  },
};

export const termBinary: Target = {
  name: "erlang-binary",
  seeds: [
    encoded(parseTerm(TERM.replace("<0.1.2>,", "").replace("1.5,", ""))),
    Buffer.of(131, 98, 255, 255, 255, 254),
    Buffer.of(131, 110, 3, 1, 0, 0, 1),
    Buffer.of(131, 103, 119, 1, 97, 0, 0, 0, 1, 0, 0, 0, 0, 1),
  ],
  check: (input) => {
    const term = unlessRefused([LiteralError], () => decodeTerm(input));
    const row = unlessRefused([LiteralError], () => decodeRow(input, 1));
    if ((term === undefined) !== (row === undefined))
      throw new Wrong("a row is refused where a term is not, or the other way round", "");
    if (term === undefined) return "refused";
    xmlOf(term);
    textOf(term);
    return `${typeof term} ${Math.min(printedOf(term)?.length ?? 0, 30)}`;
  },
};

const SQL =
  "-- MySQL dump\nCREATE TABLE `users` (\n  `username` text,\n  PRIMARY KEY (`username`)\n) ENGINE=InnoDB;\n" +
  "INSERT INTO `users` VALUES ('a\\'b',NULL,0x4142,1.5),(X'41','',-1,true);\n" +
  "COPY public.users (username, password) FROM stdin;\na\\tb\t\\N\n\\.\nINSERT INTO users (username) VALUES (replace('a\\nb','\\n',char(10)));\n";

export const sql: Target = {
  name: "sql",
  seeds: [
    SQL,
    "INSERT INTO t VALUES (unistr('\\u0041'),E'\\n');",
    'CREATE TABLE IF NOT EXISTS "a"."b" (c int, d text DEFAULT \')\');',
  ],
  words: [
    "INSERT INTO",
    "VALUES",
    "(",
    ")",
    ",",
    "'",
    "''",
    "\\",
    ";",
    "--",
    "/*",
    "*/",
    "replace(",
    "char(",
    "COPY",
    "FROM stdin;",
    "\\.",
    "\t",
    "`",
    '"',
  ],
  check: (input) => {
    const outcome: string[] = [];
    for (const hasBackslashes of [true, false]) {
      const parser = new SqlParser(input, 0, input.length, hasBackslashes);
      let statements = 0;
      const isRead = unlessRefused([SqlError], () => {
        while (!parser.atEnd() && statements < 100) {
          const from = parser.position;
          const statement = parser.statement();
          if (statement.kind === "insert") while (parser.row());
          if (statement.kind === "copy") while (parser.line());
          if (parser.position === from) throw new Wrong("a statement of nothing", "");
          statements++;
        }
        return true;
      });
      outcome.push(`${Math.min(statements, 5)} ${isRead}`);
    }
    return outcome.join(" ");
  },
};
