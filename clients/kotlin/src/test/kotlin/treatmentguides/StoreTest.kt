package treatmentguides

import java.io.File
import java.sql.DriverManager
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull

class StoreTest {
    private class Faulty(private val database: Database) : Database by database {
        /** How many statements go well before one fails. */
        var left = Int.MAX_VALUE

        /** As Android binds the values of a query. */
        override fun texts(sql: String, values: List<Any>) = database.texts(sql, values.map { "$it" })

        override fun batch(statements: List<Statement>) =
            database.batch(statements.map { if (left-- > 0) it else Statement("this is no SQL") })
    }

    private val file = File.createTempFile("guides", ".sqlite3").apply { deleteOnExit() }
    private fun open() = Faulty(JdbcDatabase(DriverManager.getConnection("jdbc:sqlite:$file")))
    private fun item(id: String, version: Int, locale: String? = "en") = Item("guide", "$id's", "live", version, locale)

    @Test fun `a write that fails anywhere changes nothing`() {
        val database = open()
        val store = SqliteStore(database)
        store.write(listOf(item("a", 1), item("b", 1, null)), State("x", 1, 1, "s1"))
        for (left in 0..3) {
            database.left = left
            assertFailsWith<java.sql.SQLException> { store.write(listOf(item("a", 2), item("c", 1)), State("x", 1, 1, "s2")) }
            database.left = Int.MAX_VALUE
            assertEquals("s1", SqliteStore(open()).readState()!!.syncToken)
            assertEquals(setOf(item("a", 1), item("b", 1, null)), store.list(1).toSet())
        }
        store.write(listOf(item("a", 2)), State("x", 1, 1, "s2"))
        assertEquals(2, SqliteStore(open()).read(keyOf(1, item("a", 0)))!!.version)
    }

    @Test fun `tables that could not be made are made by the next call, two names share a file, a name is no SQL`() {
        val database = open().apply { left = 1 }
        val store = SqliteStore(database, "clinic_a")
        assertFailsWith<java.sql.SQLException> { store.readState() }
        database.left = Int.MAX_VALUE
        store.write(listOf(item("a", 1)), State("x", 1, 1))
        assertNull(SqliteStore(database, "clinic_b").readState())
        assertFailsWith<IllegalArgumentException> { SqliteStore(database, "x; DROP TABLE y") }
    }
}
