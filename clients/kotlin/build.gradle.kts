import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    kotlin("jvm") version "2.4.20"
    kotlin("plugin.serialization") version "2.4.20"
    `java-library`
    `maven-publish`
}

group = "guides.treatment"
version = "1.0.0"

repositories { mavenCentral() }

dependencies {
    api("org.jetbrains.kotlinx:kotlinx-serialization-json:1.9.0")
    testImplementation(kotlin("test"))
    testImplementation("org.xerial:sqlite-jdbc:3.51.1.0")
}

// Android reads Java 11.
kotlin { compilerOptions { jvmTarget = JvmTarget.JVM_11 } }

java {
    sourceCompatibility = JavaVersion.VERSION_11
    targetCompatibility = JavaVersion.VERSION_11
    withSourcesJar()
}

tasks.test {
    useJUnit()
    systemProperty("conformance", file("../conformance"))
}

publishing { publications { create<MavenPublication>("maven") { from(components["java"]) } } }
