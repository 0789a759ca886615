package treatmentguides

import java.sql.Connection
import kotlinx.serialization.encodeToString

class Statement(val sql: String, val values: List<Any> = emptyList())

/** What is needed of a database with SQL. Values are Int and String. */
interface Database {
    /** The first column, which is text, of every row. */
    fun texts(sql: String, values: List<Any>): List<String>

    /** All statements in one transaction, or none of them. */
    fun batch(statements: List<Statement>)
}

/** Keeps a copy in SQLite. `name`: the beginning of the names of its two tables. */
class SqliteStore(private val database: Database, private val name: String = "treatment_guides") : Store {
    private var isMade = false

    init {
        require(name.matches(Regex("[a-z_]+"))) { "A store's name has only small letters and _." }
    }

    override fun readState(): State? = open().texts("SELECT state FROM ${name}_state", emptyList()).firstOrNull()?.let { json.decodeFromString<State>(it) }

    override fun read(key: Key): Item? {
        val (copy, type, id, locale) = key
        return items("copy = ? AND type = ? AND id = ? AND locale = ?", copy, type, id, locale).firstOrNull()
    }

    override fun list(copy: Int): List<Item> = items("copy = ?", copy)

    override fun write(items: List<Item>, state: State) {
        val kept = items.map { item ->
            val (copy, type, id, locale) = keyOf(state.making, item)
            Statement("INSERT OR REPLACE INTO ${name}_item (copy, type, id, locale, item) VALUES (?, ?, ?, ?, ?)", listOf(copy, type, id, locale, json.encodeToString(item)))
        }
        open().batch(
            kept +
                Statement("DELETE FROM ${name}_item WHERE copy NOT IN (?, ?)", listOf(state.shown, state.making)) +
                Statement("INSERT OR REPLACE INTO ${name}_state (one, state) VALUES (1, ?)", listOf(json.encodeToString(state))),
        )
    }

    private fun items(where: String, vararg values: Any): List<Item> =
        open().texts("SELECT item FROM ${name}_item WHERE $where", values.toList()).map { json.decodeFromString<Item>(it) }

    /** The tables are there from the first call on. */
    @Synchronized
    private fun open(): Database {
        if (!isMade) {
            val key = "copy INTEGER, type TEXT, id TEXT, locale TEXT"
            database.batch(
                listOf(
                    Statement("CREATE TABLE IF NOT EXISTS ${name}_item ($key, item TEXT NOT NULL, PRIMARY KEY (copy, type, id, locale)) WITHOUT ROWID"),
                    Statement("CREATE TABLE IF NOT EXISTS ${name}_state (one INTEGER PRIMARY KEY CHECK (one = 1), state TEXT NOT NULL)"),
                ),
            )
            isMade = true
        }
        return database
    }
}

/** Over JDBC, on a desktop or a server. The connection is used by nobody else. */
class JdbcDatabase(private val connection: Connection) : Database {
    @Synchronized
    override fun texts(sql: String, values: List<Any>): List<String> = connection.prepareStatement(sql).use { prepared ->
        values.forEachIndexed { index, value -> prepared.setObject(index + 1, value) }
        prepared.executeQuery().use { rows -> buildList { while (rows.next()) add(rows.getString(1)) } }
    }

    @Synchronized
    override fun batch(statements: List<Statement>) {
        connection.autoCommit = false
        try {
            for (statement in statements) {
                connection.prepareStatement(statement.sql).use { prepared ->
                    statement.values.forEachIndexed { index, value -> prepared.setObject(index + 1, value) }
                    prepared.executeUpdate()
                }
            }
            connection.commit()
        } catch (error: Throwable) {
            connection.rollback()
            throw error
        } finally {
            connection.autoCommit = true
        }
    }
}
