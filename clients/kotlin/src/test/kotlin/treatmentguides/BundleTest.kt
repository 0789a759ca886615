package treatmentguides

import java.io.File
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.MessageDigest
import java.security.Signature
import java.util.Base64
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull

class BundleTest {
    private val keys: KeyPair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair()
    private val selection = Selection(listOf("en", "hi"), branch = "london")
    private val page = """{"items": [{"type": "branch", "id": "l", "slug": "london", "state": "live", "version": 1}, {"type": "guide", "id": "a", "locale": "en", "slug": "a", "state": "live", "version": 1,
        "document": {"id": "a", "title": "From the bundle"}}], "next_page_token": null, "next_sync_token": "s1", "recalls": [{"guide": "a", "reason": "Hot."}]}"""
    private val files = mapOf("page.json" to page.toByteArray(), "pictures/960.webp" to byteArrayOf(1, 2, 3), "search.json" to "{}".toByteArray())
    private val picture = Picture(sources = listOf(PictureSource("image/webp", listOf(PictureFile("/media/480.webp", 480), PictureFile("/media/960.webp", 960)))))

    /** `given` are the files as they lie in the archive, whatever is signed. */
    private fun build(given: Map<String, ByteArray> = files, format: Int = 1, signer: KeyPair = keys): File {
        val entries = files.entries.joinToString { (path, content) -> """{"path": "$path", "bytes": ${content.size}, "sha256": "${digest(content)}", "new": 1}""" }
        val manifest = """{"format": $format, "release": 7, "locales": ["hi", "en"], "branch": "l", "files": [$entries], "from_the_future": true}""".toByteArray()
        val signature = Signature.getInstance("Ed25519").run {
            initSign(signer.private)
            update(manifest)
            sign()
        }
        val file = File.createTempFile("bundle", ".zip").apply { deleteOnExit() }
        ZipOutputStream(file.outputStream()).use { archive ->
            for ((path, content) in given + mapOf("manifest.json" to manifest, "manifest.sig" to Base64.getEncoder().encode(signature))) {
                archive.putNextEntry(ZipEntry(path))
                archive.write(content)
            }
        }
        return file
    }

    private fun digest(content: ByteArray) = MessageDigest.getInstance("SHA-256").digest(content).joinToString("") { "%02x".format(it) }

    private fun open(file: File) = Bundle.open(file, Base64.getEncoder().encodeToString(keys.public.encoded.takeLast(32).toByteArray()))

    @Test fun `it becomes the copy, recalls too, and sync goes on with its token`() {
        val store = MemoryStore()
        open(build()).use { bundle -> assertEquals(listOf(true, false), listOf(bundle.seed(store, selection), bundle.seed(store, selection))) }
        assertEquals("From the bundle", Copy.open(store)!!.find("guide", "a", listOf("en"))!!.read<Guide>()!!.title)
        assertEquals("Hot.", Copy.open(store)!!.recallsOf("a").single().reason)
        val asked = mutableListOf<String>()
        val client = Client("http://server", { asked += it; Answer(200, """{"items": [], "next_sync_token": "s2"}""") })
        sync(client, store, selection)
        assertEquals(listOf("http://server/api/v1/sync/?sync_token=s1"), asked)
    }

    @Test fun `pictures are read by width`() {
        open(build()).use { bundle ->
            assertContentEquals(byteArrayOf(1, 2, 3), bundle.read(picture, 480))
            assertNull(bundle.read(picture, 480, listOf("image/jpeg")))
        }
    }

    @Test fun `what is not as it was signed is refused`() {
        assertFailsWith<BadBundle> { open(build(signer = KeyPairGenerator.getInstance("Ed25519").generateKeyPair())) }
        assertFailsWith<BadBundle> { open(build(format = 2)) }
        for (changed in listOf(files + ("page.json" to page.replace("From", "Mimi").toByteArray()), files - "page.json", files + ("page.json" to ByteArray(page.length * 9)))) {
            val store = MemoryStore()
            open(build(changed)).use { bundle -> assertFailsWith<BadBundle> { bundle.seed(store, selection) } }
            assertNull(store.readState())
        }
        open(build(files + ("unsigned.txt" to byteArrayOf(1)))).use { bundle -> assertFailsWith<BadBundle> { bundle.read("unsigned.txt") } }
    }

    @Test fun `a bundle of something else than the app syncs is refused`() {
        open(build()).use { bundle ->
            assertEquals(true, bundle.seed(MemoryStore(), selection.copy(branch = "l")))
            val others = listOf(selection.copy(branch = null), selection.copy(locales = listOf("en")), selection.copy(text = "plain"), Selection())
            for (other in others) assertFailsWith<BadBundle> { bundle.seed(MemoryStore(), other) }
        }
    }
}
