import XCTest
@testable import TreatmentGuides

final class DrawingTests: XCTestCase {
    func testRichTextIsTheWordsAndLinesOfTheSuite() throws {
        let cases = try conformance("rich-text.json")["cases"].list
        XCTAssertGreaterThan(cases.count, 20)
        for one in cases {
            let text = RichText(.object(["portable_text": one["input"]]))
            XCTAssertEqual(text.plain, one["text"].string, one["name"].string ?? "")
            let lines = one["lines"].list.map { line in
                Line(runs: line["runs"].list.map(run), list: line["list"].string, level: line["level"].int ?? 0)
            }
            XCTAssertEqual(text.lines, lines, one["name"].string ?? "")
        }
    }

    private func run(_ run: JSON) -> Run {
        let link = run["href"].string.map { Link(href: $0, guide: run["guide"].string) }
        return Run(text: run["text"].string ?? "", marks: Set(run["marks"].strings), link: link)
    }

    func testPicturesAreThoseOfTheSuite() throws {
        let suite = try conformance("pictures.json")
        for one in suite["cases"].list {
            let picture = Picture(suite["pictures"][one["picture"].string ?? ""])
            let drawn = one["drawn"].strings
            let isThere = { (file: PictureFile) in one["bundled"].isNull || one["bundled"].strings.contains(file.url) }
            let file =
                switch one["crop"].string {
                case "square": picture.square(drawn: drawn)
                case "wide": picture.wide(drawn: drawn)
                default: picture.file(width: one["width"].int ?? 0, drawn: drawn, among: isThere)
                }
            XCTAssertEqual(file?.url, one["url"].string, one["name"].string ?? "")
        }
    }

    func testAnswersOfALaterServerAreRead() throws {
        let guide = Guide(try conformance("from-the-future.json")["getGuide"])
        XCTAssertEqual([guide.bodyArea, guide.locale, guide.sections.last?.key], ["feet", "fr", "outlook"])
        XCTAssertEqual(guide.sections.map { $0.blocks.last?.fallback }, Array(repeating: "<p>The same in words.</p>", count: 6))
        XCTAssertEqual(guide.sections.last?.facts.json["horizon"]["years"].int, 5)
    }

    func testWithPlainTextTheWordsAreTheText() throws {
        XCTAssertEqual(RichText(try JSON(#"{"portable_text": [], "html": "", "text": "Words."}"#)).plain, "Words.")
    }
}
