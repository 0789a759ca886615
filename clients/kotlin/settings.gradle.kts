rootProject.name = "treatment-guides"
