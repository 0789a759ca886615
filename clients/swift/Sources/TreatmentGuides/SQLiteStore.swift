import CSQLite
import Foundation

public struct SQLiteError: Error {
    public let message: String
}

/// Keeps a copy in a file of SQLite, which nothing else uses.
public final class SQLiteStore: Store, @unchecked Sendable {
    private let database: OpaquePointer
    private let lock = NSLock()

    public init(path: String) throws {
        var opened: OpaquePointer?
        guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close(opened)
            throw SQLiteError(message: message)
        }
        database = opened
        sqlite3_busy_timeout(database, 10_000)
        let key = "copy INTEGER, type TEXT, id TEXT, locale TEXT"
        try run("CREATE TABLE IF NOT EXISTS item (\(key), item TEXT NOT NULL, PRIMARY KEY (copy, type, id, locale)) WITHOUT ROWID")
        try run("CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), state TEXT NOT NULL)")
    }

    deinit { sqlite3_close(database) }

    public func readState() throws -> State? {
        try lock.withLock { try run("SELECT state FROM state").first }.map { try JSONDecoder().decode(State.self, from: Data($0.utf8)) }
    }

    public func read(_ key: Key) throws -> Item? {
        let query = "SELECT item FROM item WHERE copy = ? AND type = ? AND id = ? AND locale = ?"
        return try lock.withLock { try run(query, "\(key.copy)", key.type, key.id, key.locale).first }.map { Item(try JSON($0)) }
    }

    public func list(_ copy: Int) throws -> [Item] {
        try lock.withLock { try run("SELECT item FROM item WHERE copy = ?", "\(copy)") }.map { Item(try JSON($0)) }
    }

    public func write(_ items: [Item], _ state: State) throws {
        try lock.withLock {
            try run("BEGIN IMMEDIATE")
            do {
                for item in items {
                    let key = Key(state.making, item)
                    let kept = try encode(item.json)
                    try run("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?)", "\(key.copy)", key.type, key.id, key.locale, kept)
                }
                try run("DELETE FROM item WHERE copy NOT IN (?, ?)", "\(state.shown)", "\(state.making)")
                try run("INSERT OR REPLACE INTO state VALUES (1, ?)", try encode(state))
                try run("COMMIT")
            } catch {
                _ = try? run("ROLLBACK")
                throw error
            }
        }
    }

    /// The first column of every row. The columns' types make numbers of texts that are numbers.
    @discardableResult
    private func run(_ sql: String, _ values: String...) throws -> [String] {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else { throw failure() }
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)  // SQLITE_TRANSIENT: values are gone by the time of a step
        for (index, value) in values.enumerated() { sqlite3_bind_text(statement, Int32(index + 1), value, -1, copied) }
        var found: [String] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: found.append(String(cString: sqlite3_column_text(statement, 0)))
            case SQLITE_DONE: return found
            default: throw failure()
            }
        }
    }

    private func failure() -> SQLiteError { SQLiteError(message: String(cString: sqlite3_errmsg(database))) }
}
