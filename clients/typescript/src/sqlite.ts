/** Keeps a copy in SQLite, where an app has one: `import { SQLiteStore } from "treatment-guides/sqlite"`. */
import { keyOf } from "./store.js";
import type { Key, State, Store } from "./store.js";
import type { SyncItem } from "./types.js";

export type Value = string | number;
export type Statement = [sql: string, values: Value[]];

/** What is needed of a database: README.md has it over expo-sqlite, op-sqlite and node:sqlite. */
export interface Database {
  all(sql: string, values: Value[]): object[] | Promise<object[]>;
  /** All statements in one transaction, or none of them. */
  batch(statements: Statement[]): unknown;
}

export class SQLiteStore implements Store {
  private made: Promise<unknown> | undefined;

  /** `name`: the beginning of the names of its two tables. */
  constructor(
    private readonly database: Database,
    private readonly name = "treatment_guides",
  ) {
    if (!/^[a-z_]+$/.test(name)) throw new TypeError("A store's name has only small letters and _.");
  }

  private async make() {
    const key = "copy INTEGER, type TEXT, id TEXT, locale TEXT";
    await this.database.batch([
      [`CREATE TABLE IF NOT EXISTS ${this.name}_item (${key}, item TEXT NOT NULL, PRIMARY KEY (copy, type, id, locale)) WITHOUT ROWID`, []],
      [`CREATE TABLE IF NOT EXISTS ${this.name}_state (one INTEGER PRIMARY KEY CHECK (one = 1), state TEXT NOT NULL)`, []],
    ]);
  }
  /** The tables are there from the first call on. If they can't be made, the next call tries again. */
  private open() {
    return (this.made ??= this.make().catch((error) => {
      this.made = undefined;
      throw error;
    }));
  }
  private async values<Read>(column: string, rest: string, values: Value[] = []): Promise<Read[]> {
    await this.open();
    const rows = await this.database.all(`SELECT ${column} AS found FROM ${this.name}_${column}${rest}`, values);
    return rows.map((row) => JSON.parse((row as { found: string }).found));
  }
  async readState(): Promise<State | undefined> {
    return (await this.values<State>("state", ""))[0];
  }
  async read(key: Key): Promise<SyncItem | undefined> {
    return (await this.values<SyncItem>("item", " WHERE copy = ? AND type = ? AND id = ? AND locale = ?", key))[0];
  }
  async list(copy: number): Promise<SyncItem[]> {
    return this.values("item", " WHERE copy = ?", [copy]);
  }
  async write(items: SyncItem[], state: State): Promise<void> {
    await this.open();
    const kept = items.map((item): Statement => [
      `INSERT OR REPLACE INTO ${this.name}_item (copy, type, id, locale, item) VALUES (?, ?, ?, ?, ?)`,
      [...keyOf(state.making, item), JSON.stringify(item)],
    ]);
    await this.database.batch([
      ...kept,
      [`DELETE FROM ${this.name}_item WHERE copy NOT IN (?, ?)`, [state.shown, state.making]],
      [`INSERT OR REPLACE INTO ${this.name}_state (one, state) VALUES (1, ?)`, [JSON.stringify(state)]],
    ]);
  }
}
