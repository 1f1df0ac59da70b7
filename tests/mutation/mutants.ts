/** The mutants of a source file: each is one change that some test should detect. */
import {
  type BinaryExpression,
  type Expression,
  isArrowFunction,
  isAwaitExpression,
  isBinaryExpression,
  isBlock,
  isCallExpression,
  isConditionalExpression,
  isDoStatement,
  isExpressionStatement,
  isForStatement,
  isIfStatement,
  isNumericLiteral,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isReturnStatement,
  isThrowStatement,
  isTypeNode,
  isWhileStatement,
  type Node,
  type SourceFile,
  type Statement,
  SyntaxKind,
} from "typescript/unstable/ast";

export type Kind =
  | "condition"
  | "comparison"
  | "logic"
  | "arithmetic"
  | "bound"
  | "boolean"
  | "returned"
  | "statement"
  | "guard"
  | "await"
  | "quantifier";

export interface Mutant {
  /** Independent of the position: results are stored by it. */
  readonly id: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly kind: Kind;
  /** The replaced characters of the file, and the replacement. */
  readonly start: number;
  readonly end: number;
  readonly was: string;
  readonly text: string;
}

const COMPARISONS: Partial<Record<SyntaxKind, string>> = {
  [SyntaxKind.LessThanToken]: "<=",
  [SyntaxKind.LessThanEqualsToken]: "<",
  [SyntaxKind.GreaterThanToken]: ">=",
  [SyntaxKind.GreaterThanEqualsToken]: ">",
  [SyntaxKind.EqualsEqualsEqualsToken]: "!==",
  [SyntaxKind.ExclamationEqualsEqualsToken]: "===",
};
const LOGIC: Partial<Record<SyntaxKind, string>> = {
  [SyntaxKind.AmpersandAmpersandToken]: "||",
  [SyntaxKind.BarBarToken]: "&&",
};
const ARITHMETIC: Partial<Record<SyntaxKind, string>> = {
  [SyntaxKind.MinusToken]: "+",
  [SyntaxKind.AsteriskToken]: "/",
  [SyntaxKind.SlashToken]: "*",
};
const QUANTIFIERS: Readonly<Record<string, string>> = { some: "every", every: "some" };

/** Calls whose arguments are only logged: no test has to detect a change of them. */
const LOGGED = /\blog\.(debug|info|warn|error)\(/;

/** Whether the expression is boolean, as far as its syntax shows. */
function isTruth(expression: Expression): boolean {
  if (isBinaryExpression(expression)) {
    const { kind } = expression.operatorToken;
    return kind in COMPARISONS || (kind in LOGIC && isTruth(expression.right));
  }
  if (isPrefixUnaryExpression(expression)) return expression.operator === SyntaxKind.ExclamationToken;
  return (
    isCallExpression(expression) && /^(.*\.)?(is|has|may|can|some|every|test|includes)[A-Z(]/.test(expression.getText())
  );
}

const isExit = (statement: Statement): boolean =>
  isReturnStatement(statement) ||
  isThrowStatement(statement) ||
  statement.kind === SyntaxKind.ContinueStatement ||
  statement.kind === SyntaxKind.BreakStatement ||
  (isBlock(statement) && statement.statements.length > 0 && isExit(statement.statements.at(-1) as Statement));

type Found = Pick<Mutant, "kind" | "start" | "end" | "text">;
type Find = (node: Node) => readonly Found[];

const whole = (node: Node, kind: Kind, text: string): Found => ({
  kind,
  start: node.getStart(),
  end: node.getEnd(),
  text,
});

const binary: Find = (node) => {
  if (!isBinaryExpression(node)) return [];
  const { operatorToken } = node satisfies BinaryExpression;
  const of = (kind: Kind, table: Partial<Record<SyntaxKind, string>>): Found[] => {
    const text = table[operatorToken.kind];
    return text === undefined ? [] : [whole(operatorToken, kind, text)];
  };
  return [...of("comparison", COMPARISONS), ...of("logic", LOGIC), ...of("arithmetic", ARITHMETIC)];
};

/** The negated condition; a comparison has a mutant of its own. */
const negated = (condition: Expression): Found[] =>
  isBinaryExpression(condition) && condition.operatorToken.kind in COMPARISONS
    ? []
    : [whole(condition, "condition", `!(${condition.getText()})`)];

const condition: Find = (node) => {
  if (isIfStatement(node) || isWhileStatement(node) || isDoStatement(node)) return negated(node.expression);
  if (isConditionalExpression(node) || isForStatement(node)) return node.condition ? negated(node.condition) : [];
  return [];
};

const guard: Find = (node) =>
  isIfStatement(node) && !node.elseStatement && isExit(node.thenStatement) ? [whole(node, "guard", ";")] : [];

const statement: Find = (node) =>
  isExpressionStatement(node) && !LOGGED.test(node.getText()) && !/^super\b/.test(node.getText())
    ? [whole(node, "statement", ";")]
    : [];

const constants = (expression: Expression): Found[] => {
  const text = expression.getText();
  if (/^(true|false|undefined|\[\]|\{\})$/.test(text)) return [];
  const values = isTruth(expression) ? ["true", "false"] : ["undefined"];
  return values.map((value) => whole(expression, "returned", value));
};

const returned: Find = (node) => {
  if (isReturnStatement(node)) return node.expression ? constants(node.expression) : [];
  if (!isArrowFunction(node) || isBlock(node.body)) return [];
  return isTruth(node.body as Expression) ? constants(node.body as Expression) : [];
};

const bound: Find = (node) => {
  if (!isNumericLiteral(node)) return [];
  const value = Number(node.getText().replaceAll("_", ""));
  return Number.isInteger(value) ? [value + 1, value - 1].map((next) => whole(node, "bound", `(${next})`)) : [];
};

const truth: Find = (node) => {
  if (node.kind === SyntaxKind.TrueKeyword) return [whole(node, "boolean", "false")];
  return node.kind === SyntaxKind.FalseKeyword ? [whole(node, "boolean", "true")] : [];
};

const awaited: Find = (node) =>
  isAwaitExpression(node) ? [whole(node, "await", `(${node.expression.getText()})`)] : [];

const quantifier: Find = (node) => {
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return [];
  const { name } = node.expression;
  const other = Object.hasOwn(QUANTIFIERS, name.getText()) ? QUANTIFIERS[name.getText()] : undefined;
  return other === undefined ? [] : [whole(name, "quantifier", other)];
};

const FINDERS: readonly Find[] = [
  ...[binary, condition, guard, statement, returned, bound, truth, awaited, quantifier],
];

const isOnlyType = ({ kind }: Node): boolean =>
  kind === SyntaxKind.InterfaceDeclaration ||
  kind === SyntaxKind.TypeAliasDeclaration ||
  kind === SyntaxKind.ImportDeclaration ||
  kind === SyntaxKind.ExportDeclaration;

/** All mutants of a file, in order. */
export function mutantsOf(path: string, file: SourceFile): Mutant[] {
  const found: Found[] = [];
  const visit = (node: Node): undefined => {
    if (isOnlyType(node) || isTypeNode(node)) return;
    found.push(...FINDERS.flatMap((find) => find(node)));
    node.forEachChild(visit);
  };
  visit(file);
  const times = new Map<string, number>();
  return found
    .sort((one, other) => one.start - other.start || one.end - other.end)
    .map((each) => {
      const was = file.text.slice(each.start, each.end);
      const line = file.text.slice(0, each.start).split("\n").length;
      const context = lineAt(file.text, each.start);
      const key = `${path} ${each.kind} ${was} ${each.text} ${context}`;
      const time = (times.get(key) ?? 0) + 1;
      times.set(key, time);
      return { id: Bun.hash(`${key} ${time}`).toString(36), path, line, was, ...each };
    });
}

function lineAt(text: string, position: number): string {
  const start = text.lastIndexOf("\n", position - 1) + 1;
  const end = text.indexOf("\n", position);
  return text.slice(start, end < 0 ? text.length : end).trim();
}

export const applied = (text: string, { start, end, text: replacement }: Mutant): string =>
  text.slice(0, start) + replacement + text.slice(end);
