package treatmentguides

import java.io.IOException
import java.net.URI
import java.net.URLDecoder
import java.nio.file.Files
import java.sql.DriverManager
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.decodeFromJsonElement
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** clients/conformance/sync.json says what each of its words means. */
class SyncConformanceTest {
    private val suite = conformance("sync.json").jsonObject

    @Test fun `in memory`() {
        for (case in suite["cases"]!!.jsonArray) MemoryStore().let { store -> run(case.jsonObject) { store } }
    }

    @Test fun `in a file of SQLite that is opened anew before each pass`() {
        for (case in suite["cases"]!!.jsonArray) {
            val file = Files.createTempFile("guides", ".sqlite3")
            run(case.jsonObject) { SqliteStore(JdbcDatabase(DriverManager.getConnection("jdbc:sqlite:$file"))) }
            Files.delete(file)
        }
    }

    private fun run(case: JsonObject, open: () -> Store) {
        case["passes"]!!.jsonArray.map { it.jsonObject }.forEachIndexed { number, pass ->
            val where = "${case.string("name")}, pass ${number + 1}"
            val store = open()
            val server = Server(pass["answers"]!!.jsonObject)
            val seen = mutableListOf<List<Int>>()
            val selection = pass["selection"]?.let { selectionOf(it.jsonObject) } ?: Selection()
            val look = { seen += Copy.open(store)!!.let { listOf(it.list("card", listOf("en")).size, it.list("guide", listOf("en")).size) } }
            val outcome = runCatching { sync(Client("http://server", server), store, selection, onCards = look.takeIf { "cards" in pass }) }
            val failure = outcome.exceptionOrNull()?.let { if (it is Problem) "${it.status}" else if (it is IOException) "lost" else throw it }
            assertEquals(pass["fails"]?.jsonPrimitive?.content, failure, where)
            assertEquals(pass.strings("asked"), server.asked, where)
            pass["parameters"]?.let { assertEquals(it.jsonObject.mapValues { (_, value) -> value.jsonPrimitive.content }, server.parameters, where) }
            pass["changed"]?.let { assertEquals(it, changed(outcome.getOrThrow()), where) }
            pass["seen"]?.let { assertEquals(it.jsonArray.map { one -> one.jsonArray.map { count -> count.jsonPrimitive.int } }, seen, where) }
            check(pass["held"]!!, Copy.open(open()), where)
        }
    }

    private fun check(held: JsonElement, copy: Copy?, where: String) {
        if (held is JsonNull) return assertNull(copy, where)
        val expected = held.jsonObject
        val locales = if ("locales" in expected) expected.strings("locales") else listOf("en")
        val titles = { type: String -> copy!!.list(type, locales).map { it.read<Guide>()!!.title } }
        assertEquals(expected["partial"]?.jsonPrimitive?.boolean ?: false, copy!!.partial, where)
        assertEquals(expected.strings("guides"), titles("guide"), where)
        assertEquals(expected.strings("cards"), titles("card"), where)
        val gone = copy.list("guide", locales, live = false).filterNot { it.isLive }
        assertEquals(expected["gone"] ?: JsonObject(emptyMap()), JsonObject(gone.associate { it.id to JsonPrimitive(it.notice!!.reason) }), where)
        val recalled = copy.recalls.map { it.guide }.associateWith { guide -> JsonPrimitive(copy.recallsOf(guide).single().reason) }
        assertEquals(expected["recalls"] ?: JsonObject(emptyMap()), JsonObject(recalled), where)
        expected["found"]?.jsonObject?.forEach { (key, id) -> assertEquals(id.jsonPrimitive.contentOrNull, copy.find("guide", key, locales)?.id, "$where: $key") }
        if ("newer" in expected) {
            val last = copy.list("guide", locales).single().read<Guide>()!!.sections.map { it.blocks.last().content as Newer }
            assertEquals(expected.strings("newer"), last.map { it.fallback }, where)
        }
    }

    private fun changed(changed: List<Changed>) =
        JsonArray(changed.map { JsonArray(listOf(JsonPrimitive(it.item.id), JsonArray(it.sections.map(::JsonPrimitive)))) })

    private fun selectionOf(value: JsonObject) = Selection(
        value["locales"]?.let { value.strings("locales") }, value["types"]?.let { value.strings("types") }, value.string("branch"),
        value["fields"]?.let { value.strings("fields") }, value.string("text"),
    )

    private inner class Server(private val answers: JsonObject) : Http {
        val asked = mutableListOf<String>()
        var parameters = emptyMap<String, String>()

        override fun get(address: String): Answer {
            val query = URI(address).rawQuery.orEmpty().split("&").filter { it.isNotEmpty() }
            parameters = query.associate { pair -> pair.substringBefore("=") to URLDecoder.decode(pair.substringAfter("="), "UTF-8") }
            val token = listOf("page_token", "sync_token", "types").firstNotNullOfOrNull(parameters::get).orEmpty()
            asked += token
            val answer = answers[token] ?: error("Nobody should ask for '$token'.")
            if (answer is JsonObject) return Answer(200, pageOf(answer).toString())
            return when (val said = answer.jsonPrimitive.content) {
                "lost" -> throw IOException("The network is gone.")
                "from-the-future" -> Answer(200, conformance("from-the-future.json").jsonObject["sync"].toString())
                else -> Answer(said.toInt(), """{"title": "Problem", "code": "of_the_test"}""")
            }
        }

        private fun pageOf(answer: JsonObject) = JsonObject(
            mapOf(
                "items" to JsonArray(answer.strings("items").map { suite["items"]!!.jsonObject[it]!! }),
                "next_page_token" to (answer["next"] ?: JsonNull),
                "next_sync_token" to (answer["token"] ?: JsonNull),
                "recalls" to when (val recalls = answer["recalls"]) {
                    is JsonArray -> JsonArray(recalls.map { suite["recalls"]!!.jsonObject[it.jsonPrimitive.content]!! })
                    else -> JsonNull
                },
            ),
        )
    }
}
