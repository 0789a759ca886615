import clinic.guides.models.GuideDocument
import clinic.guides.models.MechanismBlock
import clinic.guides.models.ProblemDocument
import clinic.guides.models.SearchDocument
import clinic.guides.models.Section
import clinic.guides.models.SectionDetail
import clinic.guides.models.SyncPageDocument
import clinic.guides.models.VocabularyDocument
import java.io.File
import kotlinx.serialization.json.decodeFromJsonElement
import kotlinx.serialization.json.jsonObject

/** Reads the answers of a later server, as an app that was made today will. */
fun main(arguments: Array<String>) {
    val answers = json.parseToJsonElement(File(arguments[0]).readText()).jsonObject
    val guide = json.decodeFromJsonElement<GuideDocument>(answers.getValue("getGuide"))
    println("${guide.bodyArea} in ${guide.locale}")
    val mechanism = guide.sections.filterIsInstance<Section.MechanismSectionDocumentValue>().single().value
    println(mechanism.blocks.filterIsInstance<MechanismBlock.UnknownBlockDocumentValue>().single().value.fallback)
    println(guide.sections.filterIsInstance<Section.UnknownSectionDocumentValue>().single().value.facts)
    println(json.decodeFromJsonElement<SectionDetail>(answers.getValue("getSection"))::class.simpleName)
    println(json.decodeFromJsonElement<SearchDocument>(answers.getValue("search")).results.first().key)
    println(json.decodeFromJsonElement<SyncPageDocument>(answers.getValue("sync")).items.map { it::class.simpleName })
    println(json.decodeFromJsonElement<VocabularyDocument>(answers.getValue("getVocabulary")).locales.last().code)
    println(json.decodeFromJsonElement<ProblemDocument>(answers.getValue("problem")).code)
}
