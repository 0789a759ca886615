// swift-tools-version:5.9
import PackageDescription

let package = Package(
    name: "TreatmentGuides",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "TreatmentGuides", targets: ["TreatmentGuides"])],
    targets: [
        .systemLibrary(name: "CSQLite"),
        .systemLibrary(name: "CZlib"),
        .target(name: "TreatmentGuides", dependencies: ["CSQLite", "CZlib"]),
        .systemLibrary(name: "COpenSSL"),
        .executableTarget(
            name: "quickstart",
            dependencies: ["TreatmentGuides", .target(name: "COpenSSL", condition: .when(platforms: [.linux]))]
        ),
        .testTarget(name: "TreatmentGuidesTests", dependencies: ["TreatmentGuides"]),
    ]
)
