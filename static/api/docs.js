// Shows the OpenAPI document that this server generates.
SwaggerUIBundle({ url: "/api/v1/schema/", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null });
