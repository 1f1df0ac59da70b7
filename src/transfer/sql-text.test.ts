/** Dumps in SQL, as several programs write them. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { isSqlText, openSqlText } from "./sql-text.ts";
import { folderWith, refusalOf } from "./testing.ts";

const OPTIONS = { tables: ["t"], schema: { t: ["a", "b"] }, integers: ["b"], indexes: { t: ["a", "b"] } };

function rowsIn(sql: string): unknown[] {
  using folder = folderWith({ "d.sql": sql });
  const source = openSqlText(join(folder.path, "d.sql"), OPTIONS);
  const rows = [...source.rows("t", "SELECT a, b FROM t ORDER BY rowid")].map(({ a, b }) => [a, b]);
  source.close();
  return rows;
}

test("sqlite3 .dump: columns as the table has them, line feeds by functions, a backslash is one", () => {
  const sql = `PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "t" (a text DEFAULT 'x;y', "b" INTEGER, PRIMARY KEY (a, b));
CREATE TABLE other (c);
INSERT INTO t VALUES('it''s \\n',1);
INSERT INTO "t" VALUES(replace(replace('a\\nb\\r','\\n',char(10)),'\\r',char(13)),-2),(unistr('x\\u000ay\\\\'),X'33');
INSERT INTO other VALUES('(;',NULL);
CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM t; END;
COMMIT;`;
  expect(rowsIn(sql)).toEqual([
    ["it's \\n", 1],
    ["a\nb\r", -2],
    ["x\ny\\", 3],
  ]);
});

test("mysqldump: backslashes escape, many rows in a statement, comments that are commands of its own", () => {
  const sql = `-- MySQL dump 10.13
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS \`t\`;
CREATE TABLE \`t\` (
  \`b\` bigint(20) NOT NULL COMMENT 'a, b)',
  \`a\` varchar(191) DEFAULT '',
  UNIQUE KEY \`i\` (\`a\`(75),\`b\`)
) ENGINE=InnoDB;
LOCK TABLES \`t\` WRITE;
INSERT INTO \`t\` VALUES (1,'it\\'s \\"x\\" \\\\ \\n\\0'),(18,_binary 'é;'),(NULL,NULL);
# the end`;
  expect(rowsIn(sql)).toEqual([
    ['it\'s "x" \\ \n\0', 1],
    ["é;", 18],
    [null, null],
  ]);
});

test("pg_dump: lines of COPY, with a schema before the names, and commands of psql", () => {
  const sql = `-- PostgreSQL database dump
SET standard_conforming_strings = on;
CREATE FUNCTION public.f() RETURNS void AS $$ BEGIN; (x) END $$;
\\restrict abc
CREATE TABLE public.t (
    a text NOT NULL,
    b bigint
);
COPY public.t FROM stdin;
one\\ttab \\\\ é\t1
\\N\t\\N
\\.

INSERT INTO public.t (a, b) VALUES (E'x\\ny', 2) ON CONFLICT DO NOTHING;
INSERT INTO public.t (a, b) VALUES ('x\\ny', 3);
`;
  expect(rowsIn(sql)).toEqual([
    ["one\ttab \\ é", 1],
    [null, null],
    ["x\ny", 2],
    ["x\\ny", 3],
  ]);
});

test("names of digits stay text", () => {
  expect(rowsIn("INSERT INTO t (a, b) VALUES ('007', '8'), (7, 9);")).toEqual([
    ["007", 8],
    ["7", 9],
  ]);
});

test("rows are read where they end in the middle of what is read at once", () => {
  const count = 20_000;
  const sql = Array.from({ length: count }, (_, number) => `('${"é'';".repeat(number % 30)}',${number})`).join(",\n");
  const rows = rowsIn(`-- a\nINSERT INTO t (a, b) VALUES ${sql};\n-- b`);
  expect([rows.length, rows.at(-1)]).toEqual([count, ["é';".repeat(19), count - 1]]);
});

test("a file is SQL of a program by the tables that it names", () => {
  using folder = folderWith({
    a: "x\nCREATE TABLE `t` (",
    b: "INSERT INTO public.t VALUES",
    c: "INSERT INTO tt VALUES",
    d: "\0INSERT INTO t",
  });
  expect(["a", "b", "c", "d"].map((name) => isSqlText(join(folder.path, name), ["t"]))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("what is no data is refused with its line", async () => {
  const files = {
    code: "INSERT INTO t (a, b) VALUES\n('x', 1),\n(load_file('/etc/passwd'), 2);",
    multiplied: `INSERT INTO t (a, b) VALUES\n(${"replace(".repeat(7)}'${"x".repeat(1000)}'${`,'x','${"x".repeat(1000)}')`.repeat(7)},1)`,
    nested: `INSERT INTO t (a, b) VALUES\n(${"replace(".repeat(100_000)}`,
    cut: "INSERT INTO t (a, b) VALUES ('x', 1),\n('y",
    large: `INSERT INTO t (a, b) VALUES\n('x', 1), ('${"y".repeat(40_000_000)}', 2);`,
    columns: `INSERT INTO t (a, b) VALUES ('x', 1),\n(${"1,".repeat(100_000)}1);`,
    schema: "INSERT INTO t (a) VALUES ('x');",
    twice: "CREATE TABLE t (a text, b text);\nCREATE TABLE t (c text);\nINSERT INTO t VALUES ('x');",
    unknown: "CREATE TABLE t (a text, b text);\nINSERT INTO t (c) VALUES ('x');",
  };
  using folder = folderWith(files);
  const refusals: string[] = [];
  for (const name of Object.keys(files))
    refusals.push(await refusalOf(() => openSqlText(join(folder.path, name), OPTIONS), folder.path));
  expect(refusals).toEqual([
    "code code:3",
    "malformed multiplied:2",
    "code nested:2",
    "malformed cut:2",
    "too-large large:2",
    "malformed columns:2",
    "schema schema:t",
    "malformed twice:3",
    "malformed unknown:2",
  ]);
});
