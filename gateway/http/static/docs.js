// validatorUrl: null, or Swagger UI sends the document's address to a validator on the internet.
window.addEventListener("load", () => {
  window.ui = SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger-ui",
    validatorUrl: null,
    deepLinking: true,
    persistAuthorization: false,
    docExpansion: "none",
    filter: true,
  });
});
