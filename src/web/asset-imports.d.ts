/** The path of a file of `assets/`, for imports with { type: "file" }. */
declare module "#assets/*" {
  const path: string;
  export default path;
}

/** The path of a file of converse.js, likewise (installer/converse.mjs). */
declare module "#converse/*" {
  const path: string;
  export default path;
}
