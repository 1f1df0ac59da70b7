/** What converse.mjs exports. */
export declare const VERSION: string;
export declare const FOLDER: string;
export declare const MARK: string;
export declare function converseFiles(): string;
